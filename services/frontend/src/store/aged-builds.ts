/** Builds that ended long ago and whose results are still there. */
import type { EntityManager } from 'typeorm';
import type { KeptBuild, KeptPart } from '../domain/superseded.js';
import { read } from './read.js';

/** A package in one directory of a project. */
export interface AgedPackage {
  readonly dirname: string;
  readonly name: string;
}

/** Packages of a project with several builds whose results are there, one of which ended before `before`. */
export function agedPackages(tx: EntityManager, projectId: number, before: Date): Promise<AgedPackage[]> {
  return read(
    tx,
    `SELECT dirname, package_name AS name FROM builds
      WHERE project_id = ? AND pruned_at IS NULL AND package_name IS NOT NULL
      GROUP BY dirname, package_name HAVING COUNT(*) > 1 AND MIN(ended_at) < ?`,
    [projectId, before],
  );
}

/** More builds of one package are looked at in the next round, when these are fewer. */
const MAX_BUILDS = 5000;

/** The newest builds of a package in one directory whose results are there, locked. */
export async function lockKeptBuilds(
  tx: EntityManager,
  projectId: number,
  { dirname, name }: AgedPackage,
): Promise<KeptBuild[]> {
  const builds: { id: number; ended_at: Date | null; source_state: string }[] = await tx.query(
    `SELECT id, ended_at, source_state FROM builds
      WHERE project_id = ? AND dirname = ? AND package_name = ? AND pruned_at IS NULL ORDER BY id DESC LIMIT ? FOR UPDATE`,
    [projectId, dirname, name, MAX_BUILDS],
  );
  const parts = await partsOf(
    tx,
    builds.map(({ id }) => id),
  );
  return builds.map(({ id, ended_at, source_state }) => ({
    id,
    endedAt: ended_at,
    imported: source_state === 'succeeded' || source_state === 'forked',
    parts: parts.get(id) ?? [],
  }));
}

interface PartRow {
  readonly build_id: number;
  readonly name: string;
  readonly state: KeptPart['state'];
  readonly packages: string | KeptPart['packages'];
}

async function partsOf(tx: EntityManager, buildIds: readonly number[]): Promise<Map<number, KeptPart[]>> {
  const parts = new Map<number, KeptPart[]>();
  if (buildIds.length === 0) return parts;
  const rows: PartRow[] = await tx.query(
    'SELECT build_id, name, state, packages FROM build_chroots WHERE build_id IN (?)',
    [buildIds],
  );
  for (const { build_id: id, name: chroot, state, packages: text } of rows) {
    const packages = typeof text === 'string' ? (JSON.parse(text) as KeptPart['packages']) : text;
    parts.set(id, [...(parts.get(id) ?? []), { chroot, state, packages }]);
  }
  return parts;
}

/** Notes that the results of builds were ordered away. */
export async function markPruned(tx: EntityManager, buildIds: readonly number[], now: Date): Promise<void> {
  await tx.query('UPDATE builds SET pruned_at = ? WHERE id IN (?)', [now, buildIds]);
}

/** When the results of a build were removed because newer ones took their place; null: they were not. */
export async function prunedAt(tx: EntityManager, buildId: number): Promise<Date | null> {
  const [row] = await read<{ pruned_at: Date | null }>(tx, 'SELECT pruned_at FROM builds WHERE id = ?', [buildId]);
  return row?.pruned_at ?? null;
}
