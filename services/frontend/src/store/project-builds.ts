/** What becomes of a project's builds together: which are in the way, which a fork takes over, which go with their directory. */
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
