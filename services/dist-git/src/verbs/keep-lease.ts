/** Holds a claim while its import runs, and calls the import off when it must not go on. */
import { transact } from '@kopr/shared/outbox';
import { Refusal } from '../domain/refusal.js';
import type { Job } from '../store/claim-next.js';
import { renew } from '../store/imports.js';
import { goneOf } from '../store/tombstones.js';
import { keepRenewing, type Lease } from './lease.js';
import type { Means } from './means.js';

/** `signal` aborts with a Refusal when the build is canceled, with an Error when the lease is lost. */
export function keepLease({ db, log }: Means, job: Job, leaseMs: number): Lease {
  const { build, request } = job;
  return keepRenewing({
    leaseMs,
    renew: () => renew(db, job, leaseMs),
    calledOff: async () => {
      const gone = await transact(db, (tx) => goneOf(tx, { build, projectId: request.project.id }));
      return gone && goneRefusal(gone);
    },
    onTrouble: (error) => log.warn('lease not renewed', { build, error }),
  });
}

/** Why an import of something that is gone ends. */
export function goneRefusal(gone: 'build' | 'project'): Refusal {
  return new Refusal('canceled', gone === 'build' ? 'the build was canceled' : 'the project was deleted');
}
