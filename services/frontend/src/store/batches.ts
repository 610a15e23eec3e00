/** Batches: builds that belong together, each batch perhaps after another one. */
import { EntitySchema, In, type EntityManager } from 'typeorm';
import { BuildEntity, type BuildRow } from './build-rows.js';
import { id, nullable, ref } from './column.js';
import { ProjectEntity, type ProjectRow } from './projects.js';

export interface BatchRow {
  id: number;
  /** The batch that must be over first. */
  blockedBy: number | null;
}

export const BatchEntity = new EntitySchema<BatchRow>({
  name: 'batch',
  tableName: 'batches',
  columns: { id, blockedBy: ref('blocked_by', nullable) },
});

/** Opens a batch; answers its number. */
export async function addBatch(tx: EntityManager, blockedBy: number | null): Promise<number> {
  return (await tx.save(BatchEntity, { blockedBy })).id;
}

/** The batch of this number. */
export function batchById(tx: EntityManager, batchId: number): Promise<BatchRow> {
  return tx.findOneByOrFail(BatchEntity, { id: batchId });
}

/** Puts a build into a batch. */
export async function putIntoBatch(tx: EntityManager, buildId: number, batchId: number): Promise<void> {
  await tx.update(BuildEntity, { id: buildId }, { batchId });
}

/** Whether every build of the batch has ended; one that was canceled has, for all who want to join it. */
export async function isBatchOver(tx: EntityManager, batchId: number): Promise<boolean> {
  const open: unknown[] = await tx.query(
    'SELECT 1 FROM builds WHERE batch_id = ? AND ended_at IS NULL AND NOT canceled LIMIT 1',
    [batchId],
  );
  return open.length === 0;
}

/** The projects that have builds in the batch, by number. */
export async function projectsOfBatch(tx: EntityManager, batchId: number): Promise<ProjectRow[]> {
  const rows: { project_id: number }[] = await tx.query('SELECT DISTINCT project_id FROM builds WHERE batch_id = ?', [
    batchId,
  ]);
  return tx.find(ProjectEntity, { where: { id: In(rows.map((row) => row.project_id)) }, order: { id: 'ASC' } });
}

/** A build that may go on, with the trace that it belongs to. */
export type Freeable = Pick<BuildRow, 'id' | 'trace'>;

/** Builds, of those after `after`, that wait for a batch in which nothing is open any more, oldest first. */
export function freeableBuilds(tx: EntityManager, after: number, limit: number): Promise<Freeable[]> {
  return tx.query(
    `SELECT builds.id, builds.trace FROM builds JOIN batches ON batches.id = builds.batch_id
      WHERE builds.blocked = 1 AND builds.id > ? AND NOT EXISTS (
        SELECT 1 FROM builds AS earlier WHERE earlier.batch_id = batches.blocked_by AND earlier.ended_at IS NULL)
      ORDER BY builds.id LIMIT ?`,
    [after, limit],
  );
}
