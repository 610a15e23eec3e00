/** The packager's git, and other programs of theirs. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scratchDir } from './scratch.js';

const run = promisify(execFile);

/** Runs a program and gives its output without spaces at its end. */
export async function output(cwd: string, command: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(command, args, { cwd, env: { ...process.env, GIT_TERMINAL_PROMPT: '0' } });
  return stdout.trim();
}

/** A fresh clone; gives its directory. */
export async function clone(url: string, ...args: string[]): Promise<string> {
  const dir = await scratchDir();
  await output(dir, 'git', 'clone', '-q', ...args, url, 'clone');
  return join(dir, 'clone');
}
