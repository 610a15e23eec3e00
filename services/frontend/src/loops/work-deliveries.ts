/** Works off what webhooks delivered: woken at each delivery, and by itself for those that other replicas took. */
import { loop, type Loop } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { projectsWithDeliveries } from '../store/delivery-queue.js';
import { onDelivery } from '../verbs/wake-deliveries.js';
import { workDelivery } from '../verbs/work-delivery.js';

const EVERY_MS = 2_000;
const AT_A_TIME = 20;
/** One delivery may build hundreds of packages: others do not wait for it. Each holds a connection to the database. */
const LANES = 3;

/** Any number of replicas may run it: a project's deliveries are worked off in order, by whoever holds its row. */
export function workDeliveries(deps: Deps): Loop {
  // Projects that a lane of this process is at: the others need not ask the database for them.
  const busy = new Set<number>();
  const workOne = async (project: number): Promise<boolean> => {
    if (busy.has(project)) return false;
    busy.add(project);
    try {
      return await workDelivery(deps, project);
    } finally {
      busy.delete(project);
    }
  };
  // One of each project in turn, so that none waits for another's thousands.
  const tick = async (): Promise<void | 'again'> => {
    let worked = false;
    for (const project of await projectsWithDeliveries(deps.db.manager, deps.now(), AT_A_TIME)) {
      worked = (await workOne(project)) || worked;
    }
    return worked ? 'again' : undefined;
  };
  const name = 'work-deliveries';
  const lanes = Array.from({ length: LANES }, () => loop({ name, everyMs: EVERY_MS, log: deps.log, tick }));
  const each = async (verb: (lane: Loop) => Promise<void>): Promise<void> => {
    await Promise.all(lanes.map(verb));
  };
  const wake = () => lanes.forEach((lane) => lane.wake());
  onDelivery(deps.db, wake);
  return {
    name,
    start: () => each((lane) => lane.start()),
    drain: () => each((lane) => lane.drain?.() ?? Promise.resolve()),
    stop: () => each((lane) => lane.stop()),
    wake,
  };
}
