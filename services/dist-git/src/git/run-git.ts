/** One short git command to its end. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gitEnvironment } from './environment.js';

const run = promisify(execFile);

/** Some run under the lock of a row, which others wait for. */
const TIMEOUT_MS = 30_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** What it wrote; throws with its complaint when it fails. */
export async function runGit(repository: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', [`--git-dir=${repository}`, ...args], {
    env: gitEnvironment(),
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return stdout;
}
