/** Batches of builds: whose builds may be put with or after whose, and the putting. */
import type { Tx } from '@kopr/shared/outbox';
import { refuse } from '../domain/refusal.js';
import { addBatch, batchById, isBatchOver, projectsOfBatch, putIntoBatch } from '../store/batches.js';
import { lockBuild, readBuild, type Held } from '../store/builds.js';
import type { UserRow } from '../store/users.js';
import { mayBuild } from './rights.js';

/** What a submission asks for: to be in one batch with a build, or in a batch after that build's. */
export interface BatchWish {
  readonly how: 'with' | 'after';
  readonly buildId: number;
}

/** Where a new build goes. */
export interface Place {
  readonly batchId: number;
  readonly blocked: boolean;
}

/** Why the wish cannot be granted, in Copr's words; undefined when it can. */
export async function whyNotBatch(tx: Tx, user: UserRow, wish: BatchWish): Promise<string | undefined> {
  const held = await readBuild(tx, wish.buildId);
  return held?.project.living ? whyNot(tx, user, held, wish) : `Build ${wish.buildId} not found`;
}

/** Grants the wish, opening the batches that are needed; refuses what came to an end meanwhile. */
export async function joinBatch(tx: Tx, user: UserRow, wish: BatchWish): Promise<Place> {
  const held = await lockBuild(tx, wish.buildId);
  if (!held?.project.living) refuse('invalid', `Build ${wish.buildId} not found`);
  const wrong = await whyNot(tx, user, held, wish);
  if (wrong !== undefined) refuse('invalid', wrong);
  const known = held.build.batch?.id ?? (await openBatchFor(tx, held.build.id));
  if (wish.how === 'after') return { batchId: await addBatch(tx, known), blocked: true };
  const { blockedBy } = await batchById(tx, known);
  return { batchId: known, blocked: blockedBy !== null };
}

async function openBatchFor(tx: Tx, buildId: number): Promise<number> {
  const batchId = await addBatch(tx, null);
  await putIntoBatch(tx, buildId, batchId);
  return batchId;
}

/** A batch that exists may be built after by anybody; to add to one, or to open one, one must be allowed to build there. */
async function whyNot(
  tx: Tx,
  user: UserRow,
  { build, project }: Held,
  { how }: BatchWish,
): Promise<string | undefined> {
  if (build.batch) return how === 'after' ? undefined : whyNotInto(tx, user, build.batch.id);
  const none = `Build ${build.id} is not yet in any batch, and`;
  if (!(await mayBuild(tx, user, project))) {
    const where = `'${project.owner}/${project.name}'`;
    return `${none} user '${user.name}' doesn't have the build permissions in project ${where} to create a new one`;
  }
  const isOver = build.canceled || build.endedAt !== null;
  return isOver ? `${none} new batch can not be created because the build has already finished` : undefined;
}

async function whyNotInto(tx: Tx, user: UserRow, batchId: number): Promise<string | undefined> {
  if (await isBatchOver(tx, batchId)) return `Batch ${batchId} is already finished`;
  const projects = await projectsOfBatch(tx, batchId);
  for (const project of projects) if (await mayBuild(tx, user, project)) return undefined;
  const names = projects.map(({ owner, name }) => `'${owner}/${name}'`).join(', ');
  const whose = `project${projects.length === 1 ? '' : 's'} ${names}`;
  return `The batch ${batchId} belongs to ${whose}.  You are not allowed to build there, so you neither can edit the batch.`;
}
