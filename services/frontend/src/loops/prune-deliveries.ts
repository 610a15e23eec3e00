/** Forgets old deliveries, and what a project has too many of. */
import { loop, type Part } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { dropOld, dropSurplus } from '../store/delivery-queue.js';

const EVERY_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** A forge that got no answer sends again within this. */
const HOUR_MS = 3_600_000;
/** Bodies are large: few at once hold nobody up. */
const AT_A_TIME = 200;

/** Any number of replicas may run it. */
export function pruneDeliveries(deps: Deps): Part {
  const { db, config } = deps;
  const before = (ms: number) => new Date(deps.now().getTime() - ms);
  const tick = async (): Promise<void | 'again'> => {
    const old = await dropOld(db.manager, before(config.hookDays * DAY_MS), AT_A_TIME);
    const kept = { deliveries: config.hookDeliveries, bytes: config.hookBytes };
    const surplus = await dropSurplus(db.manager, kept, before(HOUR_MS), AT_A_TIME);
    return old + surplus >= AT_A_TIME ? 'again' : undefined;
  };
  return loop({ name: 'prune-deliveries', everyMs: EVERY_MS, log: deps.log, tick });
}
