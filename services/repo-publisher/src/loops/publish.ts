/** Serves lane after lane, some of them at the same time. */
import { loop, type Loop } from '@kopr/shared/service';
import { claimLane, type Held } from '../store/lanes.js';
import { deleteDir } from '../verbs/delete-dir.js';
import { deleteProject } from '../verbs/delete-project.js';
import type { PublishDeps } from '../verbs/deps.js';
import { holdLane, type Hold } from '../verbs/hold-lane.js';
import { serveRepository } from '../verbs/serve-repository.js';

/** Work of other replicas' messages, and leases that ran out, are found by this slow look. */
const LOOK_MS = 1000;

/** One loop per lane that may be served at the same time. `hasRoom`: a full disk lets only deletes through. */
export function publishLoops(deps: PublishDeps, lanes: number, hasRoom: () => Promise<boolean>): Loop[] {
  const tick = async (): Promise<void | 'again'> => ((await serveNext(deps, await hasRoom())) ? 'again' : undefined);
  return Array.from({ length: lanes }, (_, at) =>
    loop({ name: `publish-${at + 1}`, everyMs: LOOK_MS, log: deps.log, tick }),
  );
}

/** One turn; false when nobody waits for one. */
export async function serveNext(deps: PublishDeps, roomLeft: boolean): Promise<boolean> {
  const lane = await claimLane(deps.db, deps.leaseS, roomLeft);
  if (!lane) return false;
  const hold = holdLane(deps, lane);
  try {
    await serve(deps, lane, hold);
  } finally {
    hold.letGo();
  }
  return true;
}

function serve(deps: PublishDeps, lane: Held, hold: Hold): Promise<void> {
  if (lane.chroot !== '') return serveRepository(deps, lane, hold);
  return lane.dirname === '' ? deleteProject(deps, lane, hold) : deleteDir(deps, lane, hold);
}
