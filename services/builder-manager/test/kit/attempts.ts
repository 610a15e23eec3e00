/** Attempts for tests. */
import { newTrace } from '@kopr/shared/log';
import type { Attempt, Launch } from '../../src/domain/attempt.js';

/** The first attempt of a task on host `local`. */
export function attemptNamed(task: string, own: Partial<Attempt> = {}): Attempt {
  return {
    task,
    attempt: 1,
    kind: 'rpm',
    build: Number.parseInt(task, 10),
    host: 'local',
    results: 'alice/tools/minidistro-13-x86_64/00000001-hello',
    timeLimitS: 600,
    memoryMb: 2048,
    trace: newTrace(),
    ...own,
  };
}

/** What starting it takes. */
export function launchOf(attempt: Attempt, own: Partial<Launch> = {}): Launch {
  return {
    attempt,
    engine: 'rpmbuild',
    image: 'kopr/minidistro:13',
    class: { memoryMb: attempt.memoryMb, cpus: 2, pids: 4096, diskMb: 4096 },
    token: 'no token',
    ...own,
  };
}
