/** Packages as webhooks see them: by the repository that they come from. */
import type { EntityManager } from 'typeorm';
import { PackageEntity, type PackageRow } from './packages.js';
import { read, readRows } from './read.js';

/** So many are handed over at once. */
const AT_ONCE = 100;

/** All packages of a project that come from a repository, in pieces; `keys`: what its addresses come down to. */
export async function* packagesFrom(
  tx: EntityManager,
  projectId: number,
  keys: readonly string[],
): AsyncGenerator<PackageRow[]> {
  for (const key of keys) {
    let last = 0;
    for (;;) {
      const rest = 'WHERE t.project_id = ? AND t.repository = ? AND t.id > ? ORDER BY t.id LIMIT ?';
      const rows = await readRows(tx, PackageEntity, rest, [projectId, key, last, AT_ONCE]);
      if (rows.length > 0) yield rows;
      if (rows.length < AT_ONCE) break;
      last = rows.at(-1)?.id ?? last;
    }
  }
}

/** Some of the repositories that a project's packages come from, to be named where none of them is the right one. */
export async function someRepositories(tx: EntityManager, projectId: number, limit: number): Promise<string[]> {
  const sql = `SELECT DISTINCT repository FROM packages WHERE project_id = ? AND repository IS NOT NULL
    ORDER BY repository LIMIT ?`;
  const rows = await read<{ repository: string }>(tx, sql, [projectId, limit]);
  return rows.map(({ repository }) => repository);
}
