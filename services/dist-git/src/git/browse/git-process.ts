/** One git process that reads for a page: it gets hashes only, never a name, and ends with the page's time. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { boundedGit } from '../bounded.js';
import { gitEnvironment } from '../environment.js';

/** A repository, and until when it may be read. */
export interface Reading {
  readonly repository: string;
  /** Ends every process of the page: its time is over, or nobody waits for it any more. */
  readonly signal: AbortSignal;
}

const SETTINGS: readonly (readonly [string, string])[] = [
  // Comparing larger contents line by line would take longer than a page may.
  ['core.bigFileThreshold', '2m'],
  ['diff.renameLimit', '200'],
];

/** Starts it. Its complaints are nobody's: whoever reads notices what is missing. */
export function startGit(
  { repository, signal }: Reading,
  args: readonly string[],
): ChildProcessByStdio<Writable, Readable, null> {
  const settings = SETTINGS.flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const [command, bounded] = boundedGit([`--git-dir=${repository}`, ...settings, ...args]);
  const child = spawn(command, bounded, {
    env: gitEnvironment({ GIT_NO_REPLACE_OBJECTS: '1', GIT_OPTIONAL_LOCKS: '0' }),
    stdio: ['pipe', 'pipe', 'ignore'],
    signal,
    killSignal: 'SIGKILL',
  });
  // An abort is told by the signal, a process that could not be started by output that never came.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  return child;
}
