/** What dist-git has raised an alarm for: a row while it lasts, so that all replicas say it once. */
import type { EntityManager } from 'typeorm';

/** False when it is raised already. */
export async function raise(tx: EntityManager, alarm: string): Promise<boolean> {
  const { affectedRows } = await tx.query<{ affectedRows: number }>(
    'INSERT IGNORE INTO alarms (alarm, since) VALUES (?, UTC_TIMESTAMP(3))',
    [alarm],
  );
  return affectedRows === 1;
}

/** False when it was not raised. */
export async function lower(tx: EntityManager, alarm: string): Promise<boolean> {
  const { affectedRows } = await tx.query<{ affectedRows: number }>('DELETE FROM alarms WHERE alarm = ?', [alarm]);
  return affectedRows === 1;
}

/** Whether it is raised now. */
export async function isRaised(tx: EntityManager, alarm: string): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT 1 FROM alarms WHERE alarm = ?', [alarm]);
  return rows.length > 0;
}
