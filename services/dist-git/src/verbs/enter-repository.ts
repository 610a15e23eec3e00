/** Makes an import the only one that may change a repository, in a directory that belongs to its project. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { transact } from '@kopr/shared/outbox';
import type { Layout } from '../domain/layout.js';
import { type RepositoryName, repositoryPath } from '../domain/names.js';
import { type Dirname, handOver, lockDirname } from '../store/dirnames.js';
import type { Job } from '../store/claim-next.js';
import { hold } from '../store/imports.js';
import { goneOf } from '../store/tombstones.js';
import { goneRefusal } from './keep-lease.js';
import type { Means } from './means.js';

/** `taken`: another import is at it; try again when it has ended. */
export function enterRepository(means: Means, job: Job, name: RepositoryName): Promise<'held' | 'taken' | 'lost'> {
  const projectId = job.request.project.id;
  return transact(means.db, async (tx) => {
    const belongsTo = await lockDirname(tx, name, projectId);
    const gone = await goneOf(tx, { build: job.build, projectId });
    if (gone) throw goneRefusal(gone);
    // Ids only grow: the name has come back with a newer project, so ours was deleted, though nobody told yet.
    if (belongsTo > projectId) throw goneRefusal('project');
    if (belongsTo < projectId) {
      await renameAway(means.layout, name);
      await handOver(tx, name, projectId);
    }
    return hold(tx, job, repositoryPath(name));
  });
}

/** Takes everything of a dirname out of sight at once; `tidy` removes it later. May be repeated. */
export async function renameAway(layout: Layout, { owner, dirname }: Dirname): Promise<void> {
  await mkdir(layout.trash, { recursive: true });
  for (const dir of [layout.repositories(owner, dirname), layout.archives(owner, dirname)]) {
    await rename(dir, join(layout.trash, randomUUID())).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
  }
}
