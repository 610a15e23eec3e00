/** Deliveries that wait to be worked off, and those that are old enough to be forgotten. */
import type { EntityManager } from 'typeorm';
import { DeliveryEntity, type DeliveryRow } from './deliveries.js';
import { readRow } from './read.js';

/** Projects whose deliveries are due, those that wait longest first. */
export async function projectsWithDeliveries(tx: EntityManager, now: Date, limit: number): Promise<number[]> {
  const rows: { projectId: number }[] = await tx.query(
    `SELECT project_id AS projectId, MIN(id) AS first FROM hook_deliveries WHERE due_at <= ?
      GROUP BY project_id ORDER BY first LIMIT ?`,
    [now, limit],
  );
  return rows.map(({ projectId }) => projectId);
}

/**
 * Holds the project's row, so that its deliveries are worked off one after the other, by whichever replica. False when
 * somebody else holds it: then it is not waited for.
 */
export async function holdProject(tx: EntityManager, projectId: number): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT id FROM projects WHERE id = ? FOR UPDATE SKIP LOCKED', [projectId]);
  return rows.length > 0;
}

/** The oldest of a project's deliveries that are due. */
export function firstDue(tx: EntityManager, projectId: number, now: Date): Promise<DeliveryRow | null> {
  return readRow(tx, DeliveryEntity, 'WHERE project_id = ? AND due_at <= ? ORDER BY id', [projectId, now]);
}

/** Counts a try less, unless somebody has counted meanwhile. */
export async function takeBackTry(tx: EntityManager, { id, tries }: Pick<DeliveryRow, 'id' | 'tries'>): Promise<void> {
  await tx.query('UPDATE hook_deliveries SET tries = tries - 1 WHERE id = ? AND tries = ?', [id, tries]);
}

/** When an older one about the same is due that waits still; undefined when there is none. */
export async function dueBefore(
  tx: EntityManager,
  { id, projectId, subject }: Pick<DeliveryRow, 'id' | 'projectId' | 'subject'>,
): Promise<Date | undefined> {
  const [row]: { dueAt: Date }[] = await tx.query(
    `SELECT due_at AS dueAt FROM hook_deliveries WHERE project_id = ? AND subject = ? AND id < ? AND due_at IS NOT NULL
      ORDER BY due_at DESC LIMIT 1`,
    [projectId, subject, id],
  );
  return row?.dueAt;
}

/** How many deliveries a project has from after `since`, and of how many bytes. */
export async function takenSince(
  tx: EntityManager,
  projectId: number,
  since: Date,
): Promise<{ deliveries: number; bytes: number }> {
  const [row]: { deliveries: number; bytes: string | null }[] = await tx.query(
    'SELECT COUNT(*) AS deliveries, SUM(bytes) AS bytes FROM hook_deliveries WHERE project_id = ? AND received_at > ?',
    [projectId, since],
  );
  return { deliveries: row?.deliveries ?? 0, bytes: Number(row?.bytes ?? 0) };
}

/** Forgets deliveries that ended before `before`, and those of deleted projects; answers how many there were. */
export async function dropOld(tx: EntityManager, before: Date, limit: number): Promise<number> {
  const old = await tx.query<Dropped>('DELETE FROM hook_deliveries WHERE ended_at < ? ORDER BY ended_at LIMIT ?', [
    before,
    limit,
  ]);
  const orphans = await tx.query<Dropped>(
    `DELETE FROM hook_deliveries WHERE project_id IN (SELECT id FROM projects WHERE living IS NULL) LIMIT ?`,
    [limit],
  );
  return old.affectedRows + orphans.affectedRows;
}

/** What a project keeps of its deliveries. */
export interface Kept {
  readonly deliveries: number;
  readonly bytes: number;
}

/** Forgets what a project has beyond its newest ones; what came of the last hour stays, as it may come again. */
export async function dropSurplus(tx: EntityManager, kept: Kept, before: Date, limit: number): Promise<number> {
  const rows: { projectId: number }[] = await tx.query(
    'SELECT project_id AS projectId FROM hook_deliveries GROUP BY project_id HAVING COUNT(*) > ? OR SUM(bytes) > ?',
    [kept.deliveries, kept.bytes],
  );
  let dropped = 0;
  for (const { projectId } of rows) dropped += await dropBehind(tx, projectId, kept, before, limit);
  return dropped;
}

interface Dropped {
  readonly affectedRows: number;
}

async function dropBehind(tx: EntityManager, projectId: number, kept: Kept, before: Date, limit: number) {
  const [last]: { id: number | null }[] = await tx.query(
    `SELECT MAX(id) AS id FROM (
        SELECT id, ROW_NUMBER() OVER (ORDER BY id DESC) AS place, SUM(bytes) OVER (ORDER BY id DESC) AS total
          FROM hook_deliveries WHERE project_id = ?) AS counted
      WHERE place > ? OR total > ?`,
    [projectId, kept.deliveries, kept.bytes],
  );
  const sql = 'DELETE FROM hook_deliveries WHERE project_id = ? AND id <= ? AND ended_at < ? LIMIT ?';
  const { affectedRows } = await tx.query<Dropped>(sql, [projectId, last?.id ?? 0, before, limit]);
  return affectedRows;
}
