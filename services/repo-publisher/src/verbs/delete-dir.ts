/** Ends a side directory: its folder out of sight, its index empty, what was asked of it before answered. */
import { transact } from '@kopr/shared/outbox';
import { forgetRepositories, releaseLane, renewLease, type Held } from '../store/lanes.js';
import { endWork, newestBuildOf, openWork, openWorkOfDir } from '../store/work.js';
import { abandonDirname } from '../tree/claim-dirname.js';
import { refusalOf } from './answers.js';
import type { PublishDeps } from './deps.js';
import { laneLost, type Hold } from './hold-lane.js';
import { settleFailure } from './settle-failure.js';

/** Served alone in its directory. Orders that came after it are carried out in a directory that starts from nothing. */
export async function deleteDir(deps: PublishDeps, lane: Held, hold: Hold): Promise<void> {
  const own = await openWork(deps.db, lane.id);
  const last = Math.max(0, ...own.map(({ id }) => id));
  const { projectId: id, owner, dirname } = lane;
  try {
    await hold.stillOurs();
    const newestBuild = await newestBuildOf(deps.db, id);
    if (own.length > 0) await abandonDirname(deps.tree, { id, owner, newestBuild }, dirname);
    await transact(deps.db, async (tx, say) => {
      if (!(await renewLease(tx, lane, deps.leaseS))) throw laneLost(lane);
      await forgetRepositories(tx, { projectId: id, dirname });
      for (const row of await openWorkOfDir(tx, lane, last)) {
        await endWork(tx, say, row, row.laneId === lane.id ? undefined : refusalOf(row.body, DIR_GONE));
      }
      await releaseLane(tx, lane, 0);
    });
    deps.log.info('directory removed', { projectId: id, owner, dirname });
  } catch (error) {
    await settleFailure(deps, own, error);
    await releaseLane(deps.db, lane, 0);
  }
}

const DIR_GONE = 'the directory was deleted';
