/** Builds by their package: the latest ones, and those that make room for newer ones. */
import type { BuildStateName } from '@kopr/shared/domain';
import type { EntityManager } from 'typeorm';
import { read } from './read.js';

/** Numbers of a package's latest builds. */
export interface Latest {
  readonly any: number;
  readonly succeeded: number | null;
}

/** The newest build of a package in one state. */
interface Newest {
  readonly package_name: string;
  readonly state: BuildStateName;
  readonly id: number;
}

/** The latest builds of these packages in the project's main directory; of those that have none there, in any. */
export async function latestBuilds(
  tx: EntityManager,
  project: { readonly id: number; readonly name: string },
  names: readonly string[],
): Promise<ReadonlyMap<string, Latest>> {
  if (names.length === 0) return new Map();
  const wanted = JSON.stringify(names);
  // Each package is a short stretch of the index `latest`; no row is read.
  const here = await read<Newest>(tx, `${NEWEST} AND b.dirname = ? ${EACH}`, [wanted, project.id, project.name]);
  const found = new Set(here.map((row) => row.package_name));
  const elsewhere = names.filter((name) => !found.has(name));
  return latestOf([...here, ...(await newestAnywhere(tx, project.id, elsewhere))]);
}

async function newestAnywhere(tx: EntityManager, projectId: number, names: readonly string[]): Promise<Newest[]> {
  if (names.length === 0) return [];
  return read(tx, `${NEWEST} ${EACH}`, [JSON.stringify(names), projectId]);
}

const NAMES = "JSON_TABLE(?, '$[*]' COLUMNS (name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$'))";
const NEWEST = `SELECT b.package_name, b.state, MAX(b.id) AS id FROM ${NAMES} wanted
  JOIN builds b ON b.package_name = wanted.name AND b.project_id = ?`;
const EACH = 'GROUP BY b.package_name, b.state';

function latestOf(rows: readonly Newest[]): Map<string, Latest> {
  const latest = new Map<string, Latest>();
  for (const { package_name: name, state, id } of rows) {
    const known = latest.get(name) ?? { any: 0, succeeded: null };
    latest.set(name, { any: Math.max(known.any, id), succeeded: state === 'succeeded' ? id : known.succeeded });
  }
  return latest;
}

/** A build of a package, as far as removing it needs. */
export interface PackageBuild {
  readonly id: number;
  readonly dirname: string;
  readonly over: boolean;
}

/** All builds of a package, oldest first, locked. */
export async function lockBuildsOf(tx: EntityManager, projectId: number, name: string): Promise<PackageBuild[]> {
  const rows: { id: number; dirname: string; ended_at: Date | null }[] = await tx.query(
    `SELECT id, dirname, ended_at FROM builds WHERE project_id = ? AND package_name = ? ORDER BY id FOR UPDATE`,
    [projectId, name],
  );
  return rows.map(({ id, dirname, ended_at }) => ({ id, dirname, over: ended_at !== null }));
}
