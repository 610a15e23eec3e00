/** Makes a push, or whoever comes as one, the only one that may change a repository. */
import { transact } from '@kopr/shared/outbox';
import { begin, type Intent, type Push, renewPush } from '../store/pushes.js';
import { ownDirname } from './enter-repository.js';
import { keepRenewing, type Lease } from './lease.js';
import type { Means } from './means.js';

/** A repository that nobody else changes. Whoever has it must settle the push and stop its lease. */
export interface Held {
  readonly push: Push;
  readonly lease: Lease;
}

/** Undefined when it is another's for now; `gone` when the project is deleted. */
export async function holdRepository(means: Means, intent: Intent): Promise<Held | 'gone' | undefined> {
  const { db, layout, leaseMs, log } = means;
  const push = await transact(db, async (tx) => {
    if (!(await ownDirname(tx, layout, intent.name, intent.projectId))) return 'gone';
    return begin(tx, intent, leaseMs);
  });
  if (push === undefined || push === 'gone') return push;
  const lease = keepRenewing({
    leaseMs,
    renew: () => renewPush(db, push, leaseMs),
    onTrouble: (error) => log.warn('lease of a push not renewed', { ...intent.name, error }),
  });
  return { push, lease };
}
