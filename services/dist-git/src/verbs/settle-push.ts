/**
 * Ends a push, however it came to its end: compares the refs with what they were, keeps what was left behind, and says
 * what moved. The news and the end of the row are one transaction, so that whoever comes after a crash finds either.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from '@kopr/shared/files';
import { type Say, transact } from '@kopr/shared/outbox';
import { repositoryPath } from '../domain/names.js';
import { projectOf } from '../domain/project-of.js';
import { leftBehind, type Moved, movedBranches, type Refs } from '../domain/push/compare-refs.js';
import { removeLeftovers } from '../git/make-ready.js';
import { allRefs, isWithin, keepObject, otherRefs } from '../git/refs.js';
import { forgetPushed } from '../store/pushed-repositories.js';
import { endPush, type Push, refsBefore } from '../store/pushes.js';
import { isBuried } from '../store/tombstones.js';
import type { Means } from './means.js';

/** What moved; undefined when the claim is not ours any more: then nothing was said. May be repeated. */
export async function settlePush(means: Means, push: Push): Promise<readonly Moved[] | undefined> {
  const repository = means.layout.repository(push.name);
  const before = await refsBefore(means.db, push);
  // Without them git never began.
  const after = before ? await allRefs(repository) : new Map<string, string>();
  if (before) await keepLeft(repository, before, after);
  await removeLeftovers(repository);
  await removeEmpty(means, push);
  const moved = before ? movedBranches(before, after) : [];
  return transact(means.db, async (tx, say) => {
    if (!(await endPush(tx, push))) return undefined;
    if (await isBuried(tx, 'project', push.projectId)) return [];
    for (const one of moved) await sayMoved(say, push, one);
    return moved;
  });
}

/** A build may have been queued with it. */
async function keepLeft(repository: string, before: Refs, after: Refs): Promise<void> {
  for (const { object, now } of leftBehind(before, after)) {
    if (now === null || !(await isWithin(repository, object, now))) await keepObject(repository, object);
  }
}

/** What a refused push would leave of a package that had no repository. */
async function removeEmpty({ db, layout }: Means, { name }: Push): Promise<void> {
  const repository = layout.repository(name);
  if ((await allRefs(repository)).size > 0 || (await otherRefs(repository)).size > 0) return;
  await mkdir(layout.trash, { recursive: true });
  await unlessMissing(rename(repository, join(layout.trash, randomUUID())));
  await forgetPushed(db.manager, repositoryPath(name));
}

function sayMoved(say: Say, { name, projectId, pusher }: Push, moved: Moved): Promise<void> {
  const { owner, dirname, package: named } = name;
  const project = { id: projectId, owner, name: projectOf(dirname) ?? dirname, dirname };
  return say('git.pushed', { project, package: named, repository: repositoryPath(name), pusher, ...moved });
}
