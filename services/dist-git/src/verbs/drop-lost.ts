/**
 * Lets go of what force pushes and deletions left behind, when no build can need it any more: first its refs, and at a
 * later time the objects themselves, so that whoever copies the repository in between is never left without them.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, unlessMissing } from '@kopr/shared/files';
import { newTrace } from '@kopr/shared/log';
import { type RepositoryName, repositoryPath } from '../domain/names.js';
import { isOverdue, KEPT } from '../domain/push/kept-ref.js';
import { noteUnpruned, prune, removeLeftovers, unprunedSince } from '../git/make-ready.js';
import { dropRefs, keptRefs } from '../git/refs.js';
import { projectOf } from '../store/dirnames.js';
import { isImportedInPlace } from '../store/imports.js';
import { holdRepository } from './hold-repository.js';
import type { Means } from './means.js';
import { settlePush } from './settle-push.js';

/** Far longer than a repository is being copied. */
const BETWEEN_MS = 3_600_000;

/** One repository, as it is at `now`. When another changes it, it waits for the next time. */
export async function dropLost(means: Means, name: RepositoryName, now: Date): Promise<void> {
  const repository = means.layout.repository(name);
  const overdue = await overdueIn(means, repository, now);
  const since = await unprunedSince(repository);
  const mayPrune = since !== undefined && now.getTime() - since >= BETWEEN_MS;
  if (overdue.length === 0 && !mayPrune) return;
  if (await isImportedInPlace(means.db, repositoryPath(name))) return;
  const projectId = await projectOf(means.db.manager, name);
  if (projectId === undefined) return;
  const held = await holdRepository(means, { name, projectId, pusher: '', trace: newTrace() });
  if (held === undefined || held === 'gone') return;
  try {
    if (mayPrune) await prune(repository);
    if (overdue.length > 0) await drop(repository, overdue);
    means.log.info('what pushes left behind dropped', { ...name, dropped: overdue.length, pruned: mayPrune });
  } finally {
    await settlePush(means, held.push).finally(() => held.lease.stop());
  }
}

async function drop(repository: string, overdue: readonly string[]): Promise<void> {
  await removeLeftovers(repository);
  await noteUnpruned(repository);
  await dropRefs(repository, overdue);
}

/** No process is started for a repository in which nothing is kept. */
async function overdueIn({ keepLostDays }: Means, repository: string, now: Date): Promise<string[]> {
  const packed = (await readIfThere(join(repository, 'packed-refs'))) ?? '';
  const loose = (await unlessMissing(readdir(join(repository, KEPT)))) ?? [];
  if (loose.length === 0 && !packed.includes(` ${KEPT}/`)) return [];
  return [...(await keptRefs(repository)).keys()].filter((ref) => isOverdue(ref, keepLostDays, now));
}
