/** Which builds came of webhooks, and of what. */
import { EntitySchema, type EntityManager } from 'typeorm';
import type { RequestBuild } from '../domain/hooks/request.js';
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

/** A pull request of a project. */
export interface RequestKey {
  readonly projectId: number;
  /** What its repository is known by. */
  readonly repositories: readonly string[];
  readonly number: number;
}

const SELECT = `SELECT b.id, h.commit_id AS commit, h.delivery_id AS delivery, b.ended_at IS NULL AS isOpen,
    d.repeats IS NOT NULL AS isRepeated
  FROM builds b JOIN hook_builds h ON h.build_id = b.id LEFT JOIN hook_deliveries d ON d.id = h.delivery_id
  WHERE h.repository IN (?) AND h.pull_request = ? AND b.project_id = ?`;

/** Builds of a pull request that are not over, oldest first. */
export function openBuildsOfRequest(tx: EntityManager, key: RequestKey): Promise<RequestBuild[]> {
  return some(tx, key, 'AND b.ended_at IS NULL ORDER BY b.id', []);
}

/** So many of them tell enough. */
const NEWEST = 50;

/** A package's builds of a pull request, newest first. `dirname`: where that is built. */
export function packageBuildsOfRequest(
  tx: EntityManager,
  key: RequestKey,
  dirname: string,
  packageName: string,
): Promise<RequestBuild[]> {
  const rest = 'AND b.dirname = ? AND b.package_name = ? ORDER BY b.id DESC LIMIT ?';
  return some(tx, key, rest, [dirname, packageName, NEWEST]);
}

/** Repositories whose pull requests were built into this directory, too, besides those of the key: names do not tell them apart. */
export function othersIn(
  tx: EntityManager,
  { projectId, repositories, number }: RequestKey,
  dirname: string,
): Promise<Pick<HookBuildRow, 'forge' | 'repository'>[]> {
  return tx.query(
    `SELECT DISTINCT h.forge, h.repository FROM builds b JOIN hook_builds h ON h.build_id = b.id
      WHERE b.project_id = ? AND b.dirname = ? AND h.pull_request = ? AND h.repository NOT IN (?)`,
    [projectId, dirname, number, repositories.length === 0 ? [''] : repositories],
  );
}

interface Found extends Omit<RequestBuild, 'isOpen' | 'isRepeated'> {
  readonly isOpen: number;
  readonly isRepeated: number;
}

async function some(
  tx: EntityManager,
  { projectId, repositories, number }: RequestKey,
  rest: string,
  values: readonly unknown[],
): Promise<RequestBuild[]> {
  if (repositories.length === 0) return [];
  const rows: Found[] = await tx.query(`${SELECT} ${rest}`, [repositories, number, projectId, ...values]);
  return rows.map((row) => ({ ...row, isOpen: Boolean(row.isOpen), isRepeated: Boolean(row.isRepeated) }));
}
