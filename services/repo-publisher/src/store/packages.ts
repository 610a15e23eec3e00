/** The index: which packages each repository has. Metadata is made from this, never from what lies in a folder. */
import type { Tx } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { type Package, PackageEntity } from './entities.js';

/** A package as a build brings it. */
export type NewPackage = Omit<Package, 'id' | 'laneId' | 'build' | 'listed'>;

/** Puts a build's packages into the index; true when one of their paths was there already. */
export async function addPackages(
  tx: Tx,
  { laneId, build, listed }: Pick<Package, 'laneId' | 'build' | 'listed'>,
  packages: readonly NewPackage[],
): Promise<boolean> {
  const replaced = await tx.delete(PackageEntity, { laneId, build });
  await tx.insert(
    PackageEntity,
    packages.map((found) => ({ ...found, laneId, build, listed })),
  );
  return (replaced.affected ?? 0) > 0;
}

/** Takes builds out of the index; returns whether there was anything. */
export async function removeBuilds(tx: Tx, laneId: number, builds: readonly number[]): Promise<boolean> {
  if (builds.length === 0) return false;
  const { affectedRows } = await tx.query<{ affectedRows: number }>(
    'DELETE FROM packages WHERE lane_id = ? AND build IN (?)',
    [laneId, builds],
  );
  return affectedRows > 0;
}

/** Brings everything that waits in `devel/` into the main repository. */
export async function listAll(tx: Tx, laneId: number): Promise<void> {
  await tx.query('UPDATE packages SET listed = 1 WHERE lane_id = ? AND listed = 0', [laneId]);
}

/** Paths of the repository's packages in a steady order; `all`: also those that wait in `devel/`. */
export async function packagePaths(db: DataSource, laneId: number, all: boolean): Promise<string[]> {
  const only = all ? '' : 'AND listed = 1';
  const rows = await db.query<{ path: string }[]>(`SELECT path FROM packages WHERE lane_id = ? ${only} ORDER BY id`, [
    laneId,
  ]);
  return rows.map(({ path }) => path);
}

/** Forgets a whole project's packages. */
export async function removeProjectPackages(tx: Tx, projectId: number): Promise<void> {
  await tx.query('DELETE packages FROM packages JOIN lanes ON lanes.id = packages.lane_id WHERE lanes.project_id = ?', [
    projectId,
  ]);
}

/** What one build brought, as the index has it. */
export async function packagesOfBuild(db: DataSource | Tx, laneId: number, build: number): Promise<Package[]> {
  return db.getRepository(PackageEntity).find({ where: { laneId, build }, order: { id: 'ASC' } });
}
