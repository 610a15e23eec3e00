/** Claims what forks wait for and copies it, one package after the other: it is quick, since nothing is read or written anew. */
import { withTrace } from '@kopr/shared/log';
import { loop, type Loop } from '@kopr/shared/service';
import { noteTurn } from '../domain/pick-next.js';
import { beginFork, claimForks } from '../store/forks.js';
import type { Means } from '../verbs/means.js';
import { runFork } from '../verbs/run-fork.js';

/** For what other replicas leave, and what was put off. */
const POLL_MS = 1_000;

/** A claim is kept for `leaseMs` at a time, renewed before each package. */
export function runForks(means: Means, leaseMs: number): Loop {
  const lastServed = new Set<string>();
  const tick = async (): Promise<void | 'again'> => {
    const forks = await claimForks(means.db, [...lastServed], leaseMs);
    for (const fork of forks) {
      noteTurn(lastServed, fork.to.owner);
      // Slower than the lease, the rest has gone to another replica. What both do is done once.
      if (!(await beginFork(means.db, fork, leaseMs))) break;
      await withTrace(fork.trace, () => runFork(means, fork));
    }
    if (forks.length > 0) return 'again';
  };
  return loop({ name: 'run-forks', everyMs: POLL_MS, log: means.log, tick });
}
