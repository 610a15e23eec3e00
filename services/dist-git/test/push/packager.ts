/** A person with git and a token, and what dist-git then has. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { output } from '../git.js';
import { scratchDir } from '../scratch.js';
import { tokenOf } from './people.js';

const run = promisify(execFile);

/** The address with credentials in it, as people type it. */
export function addressOf(url: string, user: string, path = 'alice/tools/hello', token = tokenOf(user)): string {
  const address = new URL(`${url}/git/${path}`);
  address.username = user;
  address.password = token;
  return address.href;
}

/** A new repository with one commit on `branch`. */
export async function newCheckout(
  branch: string,
  files: Readonly<Record<string, string | Buffer>> = SPEC,
): Promise<string> {
  const dir = await scratchDir();
  await output(dir, 'git', 'init', '-q', '-b', branch);
  await commitFiles(dir, files);
  return dir;
}

/** Commits files; the commit. */
export async function commitFiles(dir: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content);
  await output(dir, 'git', 'add', '-A');
  const who = ['-c', 'user.name=Alice', '-c', 'user.email=alice@example.org'];
  await output(dir, 'git', ...who, 'commit', '-q', '-m', 'change');
  return output(dir, 'git', 'rev-parse', 'HEAD');
}

/** What git says of a push, well or not. */
export async function push(dir: string, ...args: string[]): Promise<{ readonly ok: boolean; readonly said: string }> {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  return run('git', ['push', ...args], { cwd: dir, env }).then(
    ({ stderr }) => ({ ok: true, said: stderr }),
    (error: unknown) => ({ ok: false, said: (error as { stderr: string }).stderr }),
  );
}

const SPEC = { 'hello.spec': 'Name: hello\nVersion: 2.0\n', README: 'mine\n' };
