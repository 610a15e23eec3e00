/** Which projects live, and which builds and projects are gone for good. */
import type { ProjectRef } from '@kopr/proto';
import type { Tx } from '@kopr/shared/outbox';
import { ProjectEntity } from './entities.js';

/** Learns of a project and locks its row; false when it was deleted before. Orders come in any order. */
export async function isLive(tx: Tx, { id, owner, name }: ProjectRef): Promise<boolean> {
  await tx.query("INSERT IGNORE INTO projects (id, owner, name, state) VALUES (?, ?, ?, 'live')", [id, owner, name]);
  const rows = await tx.query<{ state: string }[]>('SELECT state FROM projects WHERE id = ? FOR UPDATE', [id]);
  return rows[0]?.state === 'live';
}

/** From now on nothing is done for this project; also when it was never heard of. */
export async function buryProject(tx: Tx, { id, owner, name }: ProjectRef): Promise<void> {
  await tx.upsert(ProjectEntity, { id, owner, name, state: 'deleted' }, ['id']);
}

/** From now on nothing is published for these builds. */
export async function buryBuilds(tx: Tx, builds: readonly number[]): Promise<void> {
  if (builds.length > 0)
    await tx.query('INSERT IGNORE INTO gone_builds (build) VALUES ?', [builds.map((build) => [build])]);
}

/** Whether the build was deleted. */
export async function isBuildGone(tx: Tx, build: number): Promise<boolean> {
  const rows = await tx.query<unknown[]>('SELECT 1 FROM gone_builds WHERE build = ?', [build]);
  return rows.length > 0;
}

/** Whether the name stands only for projects that were deleted. A name never heard of may be about to come. */
export async function isNameGone(tx: Tx, owner: string, dirname: string): Promise<boolean> {
  const rows = await tx.query<{ state: string }[]>(
    "SELECT DISTINCT state FROM projects WHERE owner = ? AND name = SUBSTRING_INDEX(?, ':', 1)",
    [owner, dirname],
  );
  return rows.length === 1 && rows[0]?.state === 'deleted';
}
