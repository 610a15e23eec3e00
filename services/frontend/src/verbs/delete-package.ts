/** Removes a package with all its builds, unless one of them is not over. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { refuse, required } from '../domain/refusal.js';
import { lockBuildsOf } from '../store/package-builds.js';
import { dropPackage, lockPackage, type PackageRow } from '../store/packages.js';
import { lockProject, type ProjectRow } from '../store/projects.js';
import { troubleText } from './delete-builds.js';
import { dropPackageBuilds } from './drop-package-builds.js';

/** Nothing happens to a package that is gone already. Rights were checked by the caller. */
export async function deletePackage(
  deps: Deps,
  { id, owner, name: of }: ProjectRow,
  { name }: PackageRow,
): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    const project = required(await lockProject(tx, id, 'read'), 'missing', `Project ${owner}/${of} does not exist.`);
    const builds = await lockBuildsOf(tx, project.id, name);
    const ids = builds.map(({ id }) => id);
    if (project.persistent && ids.length > 0) refuse('invalid', troubleText(ids, [], []));
    const running = builds.flatMap(({ id, over }) => (over ? [] : [id]));
    if (running.length > 0) refuse('invalid', troubleText([], running, []));
    await dropPackageBuilds(tx, say, project, builds);
    // After the builds, as everywhere: whoever locks both must do it in one order.
    const row = await lockPackage(tx, project.id, name);
    if (row) await dropPackage(tx, row.id);
  });
}
