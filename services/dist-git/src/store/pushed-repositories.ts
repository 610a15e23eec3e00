/** Repositories that hold nothing but what was pushed: people make them by a name alone, so that they are counted. */
import type { DataSource, EntityManager } from 'typeorm';

/** Counts one more, unless the project has `most` already; false then. */
export async function notePushed(
  db: DataSource,
  repository: string,
  { projectId, most }: { projectId: number; most: number },
): Promise<boolean> {
  const rows: { had: number | string }[] = await db.query(
    'SELECT COUNT(*) AS had FROM pushed_repositories WHERE project_id = ? AND repository != ?',
    [projectId, repository],
  );
  if (Number(rows[0]?.had) >= most) return false;
  await db.query('REPLACE INTO pushed_repositories (repository, project_id) VALUES (?, ?)', [repository, projectId]);
  return true;
}

/** It is gone, or something is imported into it. May be repeated. */
export async function forgetPushed(tx: EntityManager, repository: string): Promise<void> {
  await tx.query('DELETE FROM pushed_repositories WHERE repository = ?', [repository]);
}

/** All of a project that is gone. */
export async function forgetPushedOf(tx: EntityManager, projectId: number): Promise<void> {
  await tx.query('DELETE FROM pushed_repositories WHERE project_id = ?', [projectId]);
}
