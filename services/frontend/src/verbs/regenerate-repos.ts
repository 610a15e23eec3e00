/** Orders new metadata for all of a project's repositories. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { required } from '../domain/refusal.js';
import { chrootsOf } from '../store/project-parts.js';
import { lockProject, type ProjectRow } from '../store/projects.js';
import { orderAllDirs } from './order-repos.js';

/** In devel mode this is when builds become visible. Rights were checked by the caller. */
export async function regenerateRepos(deps: Deps, { id, owner, name }: ProjectRow): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    // As it is now: the order also says whether it is in devel mode.
    const project = required(await lockProject(tx, id, 'read'), 'missing', `Project ${owner}/${name} does not exist.`);
    const chroots = (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name);
    await orderAllDirs(tx, say, 'regenerate', project, chroots);
  });
}
