/** How far everything that listeners should know has been told from the beginning: a row for each topic. */
import { EntitySchema, IsNull, type EntityManager } from 'typeorm';
import { nullable, ref, text, time } from './column.js';

/** What is told, in this order: a project's word means little before its people's. */
export const TOPICS = ['users', 'projects'] as const;
export type Topic = (typeof TOPICS)[number];

interface IntroductionRow {
  topic: Topic;
  /** The last row that was told of. */
  lastId: number;
  endedAt: Date | null;
}

export const IntroductionEntity = new EntitySchema<IntroductionRow>({
  name: 'introduction',
  tableName: 'introductions',
  columns: { topic: text('topic', { primary: true }), lastId: ref('last_id'), endedAt: time('ended_at', nullable) },
});

/** The row of a topic that is not told to its end, held; null when it is, or when another replica tells it right now. */
export function holdIntroduction(tx: EntityManager, topic: Topic): Promise<IntroductionRow | null> {
  const where = { topic, endedAt: IsNull() };
  return tx.findOne(IntroductionEntity, { where, lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' } });
}

/** Notes how far it was told; `endedAt` when that was all. */
export async function noteIntroduction(
  tx: EntityManager,
  topic: Topic,
  lastId: number,
  endedAt: Date | null,
): Promise<void> {
  await tx.update(IntroductionEntity, { topic }, { lastId, endedAt });
}

/** Has everything told once more, from the beginning. */
export async function beginIntroductions(tx: EntityManager): Promise<void> {
  for (const topic of TOPICS) await noteIntroduction(tx, topic, 0, null);
}
