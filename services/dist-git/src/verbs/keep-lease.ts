/** Holds a claim while its import runs, and calls the import off when it must not go on. */
import { transact } from '@kopr/shared/outbox';
import { Refusal } from '../domain/refusal.js';
import type { Job } from '../store/claim-next.js';
import { renew } from '../store/imports.js';
import { goneOf } from '../store/tombstones.js';
import type { Means } from './means.js';

/** A lease that renews itself. `signal` aborts with the reason: a Refusal when canceled, an Error when lost. */
export interface Lease {
  readonly signal: AbortSignal;
  stop(): void;
}

/**
 * Renews at a third of the lease's life, so that two renewals may fail before anybody else takes the import.
 * When the database does not answer for as long as the lease lasts, the lease counts as lost.
 */
export function keepLease({ db, log }: Means, job: Job, leaseMs: number): Lease {
  const controller = new AbortController();
  const lose = (): void => controller.abort(new Error('the lease of this import is lost'));
  const beatMs = leaseMs / 3;
  let renewedAt = performance.now();
  const renewOnce = async (): Promise<void> => {
    const { build, request } = job;
    const askedAt = performance.now();
    if (await renew(db, job, leaseMs)) renewedAt = askedAt;
    else lose();
    const gone = await transact(db, (tx) => goneOf(tx, { build, projectId: request.project.id }));
    if (gone) controller.abort(goneRefusal(gone));
  };
  const timer = setInterval(() => {
    // Half a beat early rather than a whole one late. Asked here, because a renewal may also hang.
    if (performance.now() - renewedAt > leaseMs - beatMs / 2) lose();
    renewOnce().catch((error: unknown) => log.warn('lease not renewed', { build: job.build, error }));
  }, beatMs);
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}

/** Why an import of something that is gone ends. */
export function goneRefusal(gone: 'build' | 'project'): Refusal {
  return new Refusal('canceled', gone === 'build' ? 'the build was canceled' : 'the project was deleted');
}
