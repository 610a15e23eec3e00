/** Keeps as many builds of a package as it says, the newest ones of each directory; the others go when they are over. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { lockBuildsOf, type PackageBuild } from '../store/package-builds.js';
import { changePackage, lockPackage, type PackageRow } from '../store/packages.js';
import { projectById } from '../store/projects.js';
import { dropPackageBuilds } from './drop-package-builds.js';

/** A build that ends later asks for it again. Builds of persistent projects stay. */
export async function prunePackage(deps: Deps, { projectId, name }: PackageRow): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    const project = await projectById(tx, projectId);
    // Locked before the mark is taken away: whoever ends a build, or keeps fewer, either comes before this or marks it anew.
    const builds = await lockBuildsOf(tx, projectId, name);
    const row = await lockPackage(tx, projectId, name);
    if (!row) return;
    const { id, maxBuilds } = row;
    const spare = project.living && !project.persistent && maxBuilds > 0 ? spareBuilds(builds, maxBuilds) : [];
    if (spare.length > 0) deps.log.info('builds make room for newer ones', { project: projectId, package: name });
    await dropPackageBuilds(tx, say, project, spare);
    await changePackage(tx, id, { pruneDue: null });
  });
}

/** Of builds, oldest first, those that are over and have `maxBuilds` newer ones in their directory. */
function spareBuilds(builds: readonly PackageBuild[], maxBuilds: number): PackageBuild[] {
  const newer = new Map<string, number>();
  return [...builds].reverse().filter(({ dirname, over }) => {
    const count = newer.get(dirname) ?? 0;
    newer.set(dirname, count + 1);
    return over && count >= maxBuilds;
  });
}
