/**
 * What people push and upload, so that none of them fills the disk of all: one row for each, made with as many bytes as
 * may come, and put right when it is known how many came. A process that dies in between leaves it too high for a day.
 */
import { transact } from '@kopr/shared/outbox';
import type { DataSource, EntityManager } from 'typeorm';

/** Who wants to put how much where. */
export interface Wanted {
  readonly projectId: number;
  readonly user: string;
  readonly bytes: number;
}

/** What may come of it. */
export interface Taking {
  readonly id: number;
  readonly bytes: number;
}

/** As much of it as is left of `dayBytes`, for the project and for the person; undefined when nothing is. */
export function take(db: DataSource, wanted: Wanted, dayBytes: number): Promise<Taking | undefined> {
  const { projectId, user } = wanted;
  return transact(db, async (tx) => {
    // Two at the same time must not both have what is left. Always in this order.
    await tx.query('SELECT 1 FROM projects WHERE id = ? FOR UPDATE', [projectId]);
    await tx.query('SELECT 1 FROM people WHERE user = ? FOR UPDATE', [user]);
    const had = Math.max(await sum(tx, 'project_id = ?', projectId), await sum(tx, 'user = ?', user));
    const bytes = Math.min(wanted.bytes, dayBytes - had);
    if (bytes <= 0) return undefined;
    const { insertId } = await tx.query<{ insertId: number }>(
      'INSERT INTO takings (project_id, user, bytes, taken_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))',
      [projectId, user, bytes],
    );
    return { id: insertId, bytes };
  });
}

/** So many came. */
export async function noteTaken(db: DataSource, { id }: Taking, bytes: number): Promise<void> {
  await db.query('UPDATE takings SET bytes = ? WHERE id = ?', [bytes, id]);
}

/** Forgets those that count no more. */
export async function forgetTakings(db: DataSource): Promise<void> {
  await db.query('DELETE FROM takings WHERE taken_at <= UTC_TIMESTAMP(3) - INTERVAL 1 DAY');
}

async function sum(tx: EntityManager, whose: string, who: number | string): Promise<number> {
  const rows: { bytes: string | number }[] = await tx.query(
    `SELECT COALESCE(SUM(bytes), 0) AS bytes FROM takings
      WHERE ${whose} AND taken_at > UTC_TIMESTAMP(3) - INTERVAL 1 DAY`,
    [who],
  );
  return Number(rows[0]?.bytes);
}
