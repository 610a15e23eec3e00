/** Makes an import the only one that may change a repository, in a directory that belongs to its project. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { transact, type Tx } from '@kopr/shared/outbox';
import type { Layout } from '../domain/layout.js';
import { type RepositoryName, repositoryPath } from '../domain/names.js';
import { type Dirname, handOver, lockDirname } from '../store/dirnames.js';
import type { Job } from '../store/claim-next.js';
import { hold } from '../store/imports.js';
import { forgetPushed } from '../store/pushed-repositories.js';
import { isPushed } from '../store/pushes.js';
import { goneOf, isBuried } from '../store/tombstones.js';
import { goneRefusal } from './keep-lease.js';
import type { Means } from './means.js';

/** `taken`: another import, or a push, is at it; try again when that has ended. */
export function enterRepository(means: Means, job: Job, name: RepositoryName): Promise<'held' | 'taken' | 'lost'> {
  const projectId = job.request.project.id;
  return transact(means.db, async (tx) => {
    if (!(await ownDirname(tx, means.layout, name, projectId))) throw goneRefusal('project');
    const gone = await goneOf(tx, { build: job.build, projectId });
    if (gone) throw goneRefusal(gone);
    // Whoever wants to push waits for the directory's row, which is locked since it was found to be ours.
    if (await isPushed(tx, repositoryPath(name))) return 'taken';
    await forgetPushed(tx, repositoryPath(name));
    return hold(tx, job, repositoryPath(name));
  });
}

/** Makes the dirname this project's, locked until the end of the transaction; false when the project is gone. */
export async function ownDirname(tx: Tx, layout: Layout, name: Dirname, projectId: number): Promise<boolean> {
  const belongsTo = await lockDirname(tx, name, projectId);
  // Ids only grow: the name has come back with a newer project, so ours was deleted, though nobody told yet.
  if (belongsTo > projectId || (await isBuried(tx, 'project', projectId))) return false;
  if (belongsTo < projectId) {
    await renameAway(layout, name);
    await handOver(tx, name, projectId);
  }
  return true;
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
