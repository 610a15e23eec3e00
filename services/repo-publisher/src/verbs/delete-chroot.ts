/** Removes one repository with all that was built in it: its chroot left the project. */
import { transact } from '@kopr/shared/outbox';
import type { Work } from '../store/entities.js';
import { forgetRepositories, releaseLane, renewLease, type Held } from '../store/lanes.js';
import { endWork } from '../store/work.js';
import { isHolder } from '../tree/claim-dirname.js';
import { repositoryDir } from '../tree/layout.js';
import { throwAway } from '../tree/trash.js';
import type { PublishDeps } from './deps.js';
import { laneLost, type Hold } from './hold-lane.js';

/** Whoever enables the chroot again gets an empty repository. */
export async function deleteChroot(deps: PublishDeps, lane: Held, hold: Hold, row: Work): Promise<void> {
  const { tree, db, log } = deps;
  await hold.stillOurs();
  if (await isHolder(tree, lane.projectId, lane)) await throwAway(tree, repositoryDir(tree, lane));
  await transact(db, async (tx, say) => {
    if (!(await renewLease(tx, lane, deps.leaseS))) throw laneLost(lane);
    await forgetRepositories(tx, lane);
    await endWork(tx, say, row, undefined);
    await releaseLane(tx, lane, 0);
  });
  log.info('repository removed', {
    request: row.request,
    owner: lane.owner,
    dirname: lane.dirname,
    chroot: lane.chroot,
  });
}
