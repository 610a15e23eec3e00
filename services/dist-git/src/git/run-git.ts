/** One short git command to its end. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gitEnvironment } from './environment.js';

const run = promisify(execFile);

/** Some run under the lock of a row, which others wait for. */
const TIMEOUT_MS = 30_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** What it wrote; throws with its complaint when it fails. */
export function runGit(repository: string, ...args: string[]): Promise<string> {
  return feedGit(repository, '', ...args);
}

/** The same, with something to read. */
export async function feedGit(repository: string, input: string, ...args: string[]): Promise<string> {
  const running = run('git', [`--git-dir=${repository}`, ...args], {
    env: gitEnvironment(),
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  // Whoever does not read it says so at its end.
  running.child.stdin?.on('error', () => undefined);
  running.child.stdin?.end(input);
  const { stdout } = await running;
  return stdout;
}
