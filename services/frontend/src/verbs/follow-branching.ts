/** A new release branches off: projects that follow get its chroot beside the one they build for already. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { projectsToFollow } from '../store/project-chroots.js';
import { addChroots, chrootsOf } from '../store/project-parts.js';
import { lockProject } from '../store/projects.js';
import { orderAllDirs, refOf } from './order-repos.js';

const AT_A_TIME = 200;

/** How many projects got the chroot `to`. Whoever has switched it off by hand is left alone, so it may be said again. */
export async function followBranching(deps: Deps, from: string, to: string): Promise<number> {
  let count = 0;
  let last = 0;
  for (;;) {
    const projects = await projectsToFollow(deps.db.manager, { from, to }, last, AT_A_TIME);
    for (const projectId of projects) if (await follow(deps, projectId, to)) count++;
    const newest = projects.at(-1);
    if (newest === undefined) return count;
    last = newest;
  }
}

/** False when the project is gone by now. */
async function follow({ db }: Deps, projectId: number, chroot: string): Promise<boolean> {
  return transact(db, async (tx, say) => {
    const project = await lockProject(tx, projectId, 'write');
    if (!project) return false;
    await addChroots(tx, projectId, [chroot]);
    const chroots = (await chrootsOf(tx, projectId)).map(({ mock }) => mock.name);
    await say('project.changed', { project: refOf(project), chroots });
    await orderAllDirs(tx, say, 'create', project, [chroot]);
    return true;
  });
}
