/** Builds that were canceled and projects that were deleted, remembered also when nothing of them is known here yet. */
import type { EntityManager } from 'typeorm';

/** What is gone. */
export type Gone = 'build' | 'project';

/** May be said again. */
export async function bury(tx: EntityManager, kind: Gone, id: number): Promise<void> {
  await tx.query('INSERT IGNORE INTO tombstones (kind, id, created_at) VALUES (?, ?, UTC_TIMESTAMP(3))', [kind, id]);
}

/** Which of the two is gone, if one is. */
export async function goneOf(
  tx: EntityManager,
  { build, projectId }: { build: number; projectId: number },
): Promise<Gone | undefined> {
  const rows: { kind: Gone }[] = await tx.query(
    "SELECT kind FROM tombstones WHERE (kind = 'build' AND id = ?) OR (kind = 'project' AND id = ?) ORDER BY kind DESC",
    [build, projectId],
  );
  return rows[0]?.kind;
}

/** Whether one of them is gone. */
export async function isBuried(tx: EntityManager, kind: Gone, id: number): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT 1 FROM tombstones WHERE kind = ? AND id = ?', [kind, id]);
  return rows.length > 0;
}
