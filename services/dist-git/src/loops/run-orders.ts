/** Claims orders, to resolve or to import, and runs a few of them at the same time. */
import { type Log, withTrace } from '@kopr/shared/log';
import { loop, type Loop } from '@kopr/shared/service';
import { noteTurn } from '../domain/pick-next.js';
import { claimNext, type Job } from '../store/claim-next.js';
import type { Means } from '../verbs/means.js';
import { runOrder } from '../verbs/run-order.js';

/** `workers`: orders at the same time in this process. */
export interface RunOptions {
  readonly workers: number;
  readonly leaseMs: number;
  /** Called after each. */
  ended(job: Job): void;
}

/** For what other replicas leave, and what was put off. */
const POLL_MS = 1_000;

/** Draining takes nothing new and waits for what runs. */
export function runOrders(means: Means, { workers, leaseMs, ended }: RunOptions): Loop {
  const running = new Set<Promise<void>>();
  const lastServed = new Set<string>();
  // One owner leaves a worker to the others, if there is more than one.
  const perOwner = Math.max(1, workers - 1);

  const tick = async (): Promise<void | 'again'> => {
    if (running.size >= workers) return;
    const job = await claimNext(means.db, { lastServed: [...lastServed], perOwner }, leaseMs);
    if (!job) return;
    noteTurn(lastServed, job.request.project.owner);
    const run = withTrace(job.trace, () => runOrder(means, job, leaseMs))
      .catch((error: unknown) => report(means.log, job, error))
      .finally(() => {
        running.delete(run);
        ended(job);
        claims.wake();
      });
    running.add(run);
    return 'again';
  };
  const claims = loop({ name: 'run-orders', everyMs: POLL_MS, log: means.log, tick });
  const drain = async (): Promise<void> => {
    await claims.stop();
    await Promise.all(running);
  };
  return { ...claims, drain, stop: drain };
}

function report(log: Log, { build, trace }: Job, error: unknown): void {
  // The row stays claimed until its lease is over; then it is claimed again.
  withTrace(trace, () => log.error('an order could not be settled', { build, error }));
}
