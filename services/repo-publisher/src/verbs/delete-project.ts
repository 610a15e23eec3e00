/** Ends a deleted project: its folders out of sight, its key destroyed, its open orders answered. */
import { transact } from '@kopr/shared/outbox';
import { destroyKey } from '../sign/project-key.js';
import { releaseLane, renewLease, type Held } from '../store/lanes.js';
import { removeProjectPackages } from '../store/packages.js';
import { endWork, newestBuildOf, openWork, openWorkOfProject } from '../store/work.js';
import { abandonDirnames } from '../tree/claim-dirname.js';
import { refusalOf } from './answers.js';
import type { PublishDeps } from './deps.js';
import type { Hold } from './hold-lane.js';
import { settleFailure } from './settle-failure.js';

/** Served alone: no lane of the project is held by anybody else, and none will be claimed any more. */
export async function deleteProject(deps: PublishDeps, lane: Held, hold: Hold): Promise<void> {
  const own = await openWork(deps.db, lane.id);
  try {
    await hold.stillOurs();
    const newestBuild = await newestBuildOf(deps.db, lane.projectId);
    const { projectId: id, owner } = lane;
    for (const { body } of own) await abandonDirnames(deps.tree, { id, owner, name: body.project.name, newestBuild });
    await destroyKey(deps.tree.keys, lane.projectId);
    await transact(deps.db, async (tx, say) => {
      if (!(await renewLease(tx, lane, deps.leaseS))) return;
      await removeProjectPackages(tx, lane.projectId);
      for (const row of await openWorkOfProject(tx, lane.projectId)) {
        await endWork(tx, say, row, row.verb === 'delete' ? undefined : refusalOf(row.body, PROJECT_GONE));
      }
      await releaseLane(tx, lane, 0);
    });
    deps.log.info('project removed', { projectId: lane.projectId, owner: lane.owner });
  } catch (error) {
    await settleFailure(deps, own, error);
    await releaseLane(deps.db, lane, 0);
  }
}

/** Why orders for a deleted project come to nothing. */
export const PROJECT_GONE = 'the project was deleted';
