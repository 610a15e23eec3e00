/** Ends a program of git's with all that it started. */
import type { ChildProcess } from 'node:child_process';

/** Of a child that was started `detached`. What has ended already is left alone: its number may be another's. */
export function endGroup({ pid, exitCode, signalCode }: Pick<ChildProcess, 'pid' | 'exitCode' | 'signalCode'>): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}
