/** Forgets what was sent or handled long ago: longer than any message can still be under way. */
import type { DataSource } from 'typeorm';

const KEPT_DAYS = 14;
/** Small, so that nobody waits long for these rows' locks. */
const AT_A_TIME = 1_000;

/** One round; `again` when there may be more. */
export async function prune(db: DataSource): Promise<void | 'again'> {
  const outbox = await remove(db, 'outbox', 'sent_at');
  const inbox = await remove(db, 'inbox', 'handled_at');
  if (outbox === AT_A_TIME || inbox === AT_A_TIME) return 'again';
}

async function remove(db: DataSource, table: 'outbox' | 'inbox', since: string): Promise<number> {
  const result = await db.query<{ affectedRows?: number }>(
    `DELETE FROM ${table} WHERE ${since} < UTC_TIMESTAMP(3) - INTERVAL ${KEPT_DAYS} DAY LIMIT ${AT_A_TIME}`,
  );
  return result.affectedRows ?? 0;
}
