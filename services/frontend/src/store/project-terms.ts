/** What projects are found by. The index holds every tail of an owner's and a project's name, so no search reads it all. */
import type { EntityManager } from 'typeorm';

/** Notes the tails of all living projects that have none yet, for projects that were not added one by one. */
export const INDEX_PROJECTS = `INSERT IGNORE INTO project_terms (field, tail, project_id)
  SELECT 'owner', SUBSTRING(LOWER(owner), seq), id FROM projects JOIN seq_1_to_100 ON seq <= CHAR_LENGTH(owner)
    WHERE living = 1
  UNION ALL
  SELECT 'name', SUBSTRING(LOWER(name), seq), id FROM projects JOIN seq_1_to_100 ON seq <= CHAR_LENGTH(name)
    WHERE living = 1`;

/** Notes the tails of one project. */
export async function addTerms(
  tx: EntityManager,
  { id, owner, name }: { readonly id: number; readonly owner: string; readonly name: string },
): Promise<void> {
  const rows = [...tails(owner).map((tail) => ['owner', tail, id]), ...tails(name).map((tail) => ['name', tail, id])];
  await tx.query('INSERT INTO project_terms (field, tail, project_id) VALUES ?', [rows]);
}

/** Forgets a project that is gone. */
export async function dropTerms(tx: EntityManager, projectId: number): Promise<void> {
  await tx.query('DELETE FROM project_terms WHERE project_id = ?', [projectId]);
}

function tails(text: string): string[] {
  const small = text.toLowerCase();
  return Array.from(small, (_, at) => small.slice(at));
}
