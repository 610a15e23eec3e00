/** Works off what webhooks delivered: woken at each delivery, and by itself for those that other replicas took. */
import { loop, type Loop } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { projectsWithDeliveries } from '../store/delivery-queue.js';
import { onDelivery } from '../verbs/wake-deliveries.js';
import { workDelivery } from '../verbs/work-delivery.js';

const EVERY_MS = 2_000;
const AT_A_TIME = 20;

/** Any number of replicas may run it: a project's deliveries are worked off in order, by whoever holds its row. */
export function workDeliveries(deps: Deps): Loop {
  // One of each project in turn, so that none waits for another's thousands.
  const tick = async (): Promise<void | 'again'> => {
    let worked = false;
    for (const project of await projectsWithDeliveries(deps.db.manager, deps.now(), AT_A_TIME)) {
      worked = (await workDelivery(deps, project)) || worked;
    }
    return worked ? 'again' : undefined;
  };
  const part = loop({ name: 'work-deliveries', everyMs: EVERY_MS, log: deps.log, tick });
  onDelivery(deps.db, part.wake);
  return part;
}
