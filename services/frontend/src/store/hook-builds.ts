/** Which builds came of webhooks, and of what. */
import { EntitySchema, type EntityManager } from 'typeorm';
import { integer, nullable, ref, text } from './column.js';

export interface HookBuildRow {
  buildId: number;
  deliveryId: number;
  forge: string;
  /** What the repository is known by (domain/hooks/repository.ts); null of a script's. */
  repository: string | null;
  /** The event in words. */
  about: string;
  commit: string | null;
  pullRequest: number | null;
}

export const HookBuildEntity = new EntitySchema<HookBuildRow>({
  name: 'hook_build',
  tableName: 'hook_builds',
  columns: {
    buildId: ref('build_id', { primary: true }),
    deliveryId: ref('delivery_id'),
    forge: text('forge'),
    repository: text('repository', nullable),
    about: text('about'),
    commit: text('commit_id', nullable),
    pullRequest: integer('pull_request', { unsigned: true, nullable: true }),
  },
});

/** Notes what a build came of. */
export async function addHookBuild(tx: EntityManager, row: HookBuildRow): Promise<void> {
  await tx.insert(HookBuildEntity, row);
}

/** What a build came of; null when no webhook set it off. */
export function hookBuildOf(tx: EntityManager, buildId: number): Promise<HookBuildRow | null> {
  return tx.findOneBy(HookBuildEntity, { buildId });
}

/** Builds of a pull request that are not over, oldest first. */
export async function openBuildsOfRequest(
  tx: EntityManager,
  projectId: number,
  repositories: readonly string[],
  pullRequest: number,
): Promise<number[]> {
  if (repositories.length === 0) return [];
  const rows: { id: number }[] = await tx.query(
    `SELECT b.id FROM builds b JOIN hook_builds h ON h.build_id = b.id
      WHERE b.project_id = ? AND b.ended_at IS NULL AND h.pull_request = ? AND h.repository IN (?) ORDER BY b.id`,
    [projectId, pullRequest, repositories],
  );
  return rows.map(({ id }) => id);
}
