/** What becomes of a project's builds together: which are in the way, which go with their directory or chroot. */
import type { EntityManager } from 'typeorm';

/** The first build that is not over in one of these chroots. */
export async function openBuildIn(
  tx: EntityManager,
  projectId: number,
  chroots: readonly string[],
): Promise<number | undefined> {
  if (chroots.length === 0) return undefined;
  const [first]: { id: number }[] = await tx.query(
    `SELECT b.id FROM builds b JOIN build_chroots c ON c.build_id = b.id
      WHERE b.project_id = ? AND b.ended_at IS NULL AND c.ended_at IS NULL AND c.name IN (?) ORDER BY b.id LIMIT 1`,
    [projectId, chroots],
  );
  return first?.id;
}

/** Whether a build in this directory is not over. */
export async function hasOpenBuild(tx: EntityManager, projectId: number, dirname: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    'SELECT 1 FROM builds WHERE project_id = ? AND ended_at IS NULL AND dirname = ? LIMIT 1',
    [projectId, dirname],
  );
  return rows.length > 0;
}

/** Numbers of the builds in a directory, oldest first. */
export async function buildsInDir(tx: EntityManager, projectId: number, dirname: string): Promise<number[]> {
  const rows: { id: number }[] = await tx.query(
    'SELECT id FROM builds WHERE project_id = ? AND dirname = ? ORDER BY id',
    [projectId, dirname],
  );
  return rows.map(({ id }) => id);
}

/** Forgets what is newest in a chroot whose results go. */
export async function forgetChroot(tx: EntityManager, projectId: number, chroot: string): Promise<void> {
  await tx.query('DELETE FROM newest_chroots WHERE project_id = ? AND chroot = ?', [projectId, chroot]);
}
