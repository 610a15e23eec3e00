/** Ends what was only to last for a while. Each is looked at again under its project's lock: it may live on by now. */
import { transact, type Say, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { dropBuilds } from '../store/builds.js';
import { buildsInDir, forgetChroot, hasOpenBuild } from '../store/project-builds.js';
import { findProjectChroot } from '../store/project-chroots.js';
import { dropDir, findDir, keepDir, type DirRow } from '../store/project-dirs.js';
import { chrootsOf, dropChroot, type ProjectChrootRow } from '../store/project-parts.js';
import { lockProject, type ProjectRow } from '../store/projects.js';
import { removeProject } from './delete-project.js';
import { orderAllDirs, orderRepos, refOf } from './order-repos.js';

/** A directory in which something still runs is looked at again after this. */
const LATER_MS = 86_400_000;
/** Builds that are removed at once. */
const AT_A_TIME = 500;

/** Removes a temporary project with everything in it, also what still runs. */
export async function endProject(deps: Deps, projectId: number): Promise<void> {
  await locked(deps, projectId, async (tx, say, project) => {
    if (!isOver(deps, project.deleteAt)) return;
    deps.log.info('a temporary project ends', { project: projectId, owner: project.owner, name: project.name });
    await removeProject(deps, tx, say, project);
  });
}

/** Removes a pull request's directory with its builds. */
export async function endDir(deps: Deps, { projectId, name }: DirRow): Promise<void> {
  await locked(
    deps,
    projectId,
    async (tx, say, project) => {
      const dir = await findDir(tx, projectId, name);
      if (!dir || !isOver(deps, dir.deleteAt)) return;
      if (await hasOpenBuild(tx, projectId, name)) {
        await keepDir(tx, dir, new Date(deps.now().getTime() + LATER_MS));
        return;
      }
      deps.log.info('a pull request’s directory ends', { project: projectId, dirname: name });
      const chroots = (await chrootsOf(tx, projectId)).map(({ mock }) => mock.name);
      await orderRepos(say, 'delete-dir', refOf(project, name), project, chroots);
      const builds = await buildsInDir(tx, projectId, name);
      for (let at = 0; at < builds.length; at += AT_A_TIME) await dropBuilds(tx, builds.slice(at, at + AT_A_TIME));
      await dropDir(tx, dir);
    },
    (tx) => dropDir(tx, { projectId, name }),
  );
}

/** Removes the results of a chroot that was switched off, or reached its end of life, in every directory. */
export async function endProjectChroot(deps: Deps, { projectId, chroot }: ProjectChrootRow): Promise<void> {
  await locked(
    deps,
    projectId,
    async (tx, say, project) => {
      const row = await findProjectChroot(tx, projectId, chroot);
      if (!row || !isOver(deps, row.deleteAfter)) return;
      deps.log.info('a chroot’s results end', { project: projectId, chroot });
      await orderAllDirs(tx, say, 'delete-chroots', project, [chroot]);
      await forgetChroot(tx, projectId, chroot);
      await dropChroot(tx, row);
    },
    (tx) => dropChroot(tx, { projectId, chroot }),
  );
}

/** With the project's row locked, or, of one that is gone, what is left of it. */
async function locked(
  deps: Deps,
  projectId: number,
  end: (tx: Tx, say: Say, project: ProjectRow) => Promise<void>,
  forget?: (tx: Tx) => Promise<void>,
): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    const project = await lockProject(tx, projectId, 'write');
    if (project) await end(tx, say, project);
    else await forget?.(tx);
  });
}

function isOver({ now }: Deps, until: Date | null): boolean {
  return until !== null && until <= now();
}
