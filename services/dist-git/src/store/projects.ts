/** Which projects there are. A deleted one stays here beside its tombstone, so that no late word brings it back. */
import type { EntityManager } from 'typeorm';

/** A project as its owner calls it. */
export interface ProjectName {
  readonly owner: string;
  readonly name: string;
}

/** May be said again. A project's name and owner never change. */
export async function learnProject(
  tx: EntityManager,
  { id, owner, name }: ProjectName & { id: number },
): Promise<void> {
  await tx.query('INSERT IGNORE INTO projects (id, owner, name) VALUES (?, ?, ?)', [id, owner, name]);
}

/**
 * The living project of that name. Ids only grow: when a name has come back, the project with the highest id is it,
 * and those before it are gone, even if nobody has told so yet.
 */
export async function livingProject(tx: EntityManager, { owner, name }: ProjectName): Promise<number | undefined> {
  const rows: { id: number | string; gone: number | null }[] = await tx.query(
    `SELECT p.id, t.id AS gone FROM projects p LEFT JOIN tombstones t ON t.kind = 'project' AND t.id = p.id
      WHERE p.owner = ? AND p.name = ? ORDER BY p.id DESC LIMIT 1`,
    [owner, name],
  );
  const [newest] = rows;
  return newest && newest.gone === null ? Number(newest.id) : undefined;
}
