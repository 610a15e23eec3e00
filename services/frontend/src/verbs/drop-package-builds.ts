/** Removes builds of one project that are over: their rows here, their results at the publisher. */
import type { Say, Tx } from '@kopr/shared/outbox';
import { chrootNamesOf, dropBuilds } from '../store/builds.js';
import type { PackageBuild } from '../store/package-builds.js';
import type { ProjectRow } from '../store/projects.js';
import { orderRepos, refOf } from './order-repos.js';

/** Most builds of one order. */
const AT_A_TIME = 500;

/** The publisher is told once for each directory, or more often when they are very many. Their rows are locked. */
export async function dropPackageBuilds(
  tx: Tx,
  say: Say,
  project: ProjectRow,
  builds: readonly PackageBuild[],
): Promise<void> {
  for (const dirname of new Set(builds.map((build) => build.dirname))) {
    const ids = builds.flatMap((build) => (build.dirname === dirname ? [build.id] : []));
    for (let at = 0; at < ids.length; at += AT_A_TIME) {
      const part = ids.slice(at, at + AT_A_TIME);
      const chroots = await chrootNamesOf(tx, part);
      await orderRepos(say, 'delete-builds', refOf(project, dirname), project, chroots, { builds: part });
      await dropBuilds(tx, part);
    }
  }
}
