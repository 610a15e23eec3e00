/** Orders new metadata for all of a project's repositories. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { chrootsOf } from '../store/project-parts.js';
import type { ProjectRow } from '../store/projects.js';
import { orderAllDirs } from './order-repos.js';

/** In devel mode this is when builds become visible. Rights were checked by the caller. */
export async function regenerateRepos(deps: Deps, project: ProjectRow): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    const chroots = (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name);
    await orderAllDirs(tx, say, 'regenerate', project, chroots);
  });
}
