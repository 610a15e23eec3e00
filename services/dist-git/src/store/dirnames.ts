/** Which project a directory of repositories belongs to: a name may come back with another project, an id never. */
import type { EntityManager } from 'typeorm';

/** A project's directory of repositories. */
export interface Dirname {
  readonly owner: string;
  readonly dirname: string;
}

/** Enters the dirname if it is new, locks it until the end of the transaction, and tells whose it is. */
export async function lockDirname(tx: EntityManager, { owner, dirname }: Dirname, projectId: number): Promise<number> {
  await tx.query('INSERT IGNORE INTO dirnames (owner, dirname, project_id) VALUES (?, ?, ?)', [
    owner,
    dirname,
    projectId,
  ]);
  const rows: { project_id: number }[] = await tx.query(
    'SELECT project_id FROM dirnames WHERE owner = ? AND dirname = ? FOR UPDATE',
    [owner, dirname],
  );
  return rows[0]?.project_id ?? projectId;
}

/** The project that a dirname belongs to now; undefined when nothing was ever imported into it, or it is gone. */
export async function projectOf(tx: EntityManager, { owner, dirname }: Dirname): Promise<number | undefined> {
  const rows: { project_id: number }[] = await tx.query(
    'SELECT project_id FROM dirnames WHERE owner = ? AND dirname = ?',
    [owner, dirname],
  );
  return rows[0]?.project_id;
}

/** The locked dirname goes to another project. */
export async function handOver(tx: EntityManager, { owner, dirname }: Dirname, projectId: number): Promise<void> {
  await tx.query('UPDATE dirnames SET project_id = ? WHERE owner = ? AND dirname = ?', [projectId, owner, dirname]);
}

/** One dirname of a deleted project, locked, that no running import and no push may still write to. */
export async function lockOrphan(tx: EntityManager): Promise<Dirname | undefined> {
  const rows: Dirname[] = await tx.query(
    `SELECT d.owner, d.dirname FROM dirnames d
       JOIN tombstones t ON t.kind = 'project' AND t.id = d.project_id
      WHERE NOT EXISTS (SELECT 1 FROM imports i WHERE i.project_id = d.project_id AND i.state = 'running'
                                                  AND i.due_at > UTC_TIMESTAMP(3))
        AND NOT EXISTS (SELECT 1 FROM pushes p WHERE p.project_id = d.project_id)
      LIMIT 1 FOR UPDATE`,
  );
  return rows[0];
}

/** The locked dirname is nobody's. */
export async function forgetDirname(tx: EntityManager, { owner, dirname }: Dirname): Promise<void> {
  await tx.query('DELETE FROM dirnames WHERE owner = ? AND dirname = ?', [owner, dirname]);
}
