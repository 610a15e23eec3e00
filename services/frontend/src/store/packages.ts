/** Packages of a project: what each is by default, and how its builds are treated. */
import type { SecretKind } from '@kopr/proto';
import { EntitySchema, MoreThan, type EntityManager } from 'typeorm';
import { keyOf } from '../domain/hooks/decide.js';
import { NO_RULES, type HookRules } from '../domain/hooks/rules.js';
import type { SourceType } from '../domain/source-definition.js';
import { flag, id, integer, json, nullable, ref, text, time, valuesOf } from './column.js';
import { readRow, readRows } from './read.js';

export interface PackageRow {
  id: number;
  projectId: number;
  name: string;
  createdAt: Date;
  /** Where its source comes from when nobody says else; `unset`: builds must say. */
  sourceType: SourceType;
  /** Copr's source_json. */
  sourceParams: Record<string, unknown>;
  webhookRebuild: boolean;
  /** Which changes it is rebuilt for. */
  hookRules: HookRules;
  /** What the repository of its source is known by; derived at every write, so that pushes find it. */
  repository: string | null;
  /** What kind of secret opens that; null: there is none (store/package-secrets.ts). */
  secretKind: SecretKind | null;
  /** How many builds are kept in each directory; 0: all. */
  maxBuilds: number;
  /** For builds that do not say; null: as the instance's. */
  timeoutS: number | null;
  /** Shell patterns of chroots that it is not built for, unless they are chosen. */
  chrootDenylist: string[];
  /** True when there may be more builds than are kept; null otherwise. */
  pruneDue: true | null;
}

export const PackageEntity = new EntitySchema<PackageRow>({
  name: 'package',
  tableName: 'packages',
  columns: {
    id,
    projectId: ref('project_id'),
    name: text('name'),
    createdAt: time('created_at'),
    sourceType: text('source_type'),
    sourceParams: json('source_params'),
    webhookRebuild: flag('webhook_rebuild'),
    hookRules: json('hook_rules'),
    repository: text('repository', nullable),
    secretKind: text('secret_kind', nullable),
    maxBuilds: integer('max_builds', { unsigned: true }),
    timeoutS: integer('timeout_s', { unsigned: true, nullable: true }),
    chrootDenylist: json('chroot_denylist'),
    pruneDue: flag('prune_due', nullable),
  },
});

/** What makes a package; the rest has defaults. */
export type NewPackage = Pick<PackageRow, 'projectId' | 'name' | 'createdAt' | 'sourceType' | 'sourceParams'>;

const PLAIN = {
  ...{ webhookRebuild: false, hookRules: NO_RULES, secretKind: null },
  ...{ maxBuilds: 0, timeoutS: null, chrootDenylist: [], pruneDue: null },
};

function derived<Values extends Partial<PackageRow>>(values: Values): Values & Partial<PackageRow> {
  return values.sourceParams ? { ...values, repository: keyOf(values.sourceParams) } : values;
}

/** The project's package of this name. */
export function findPackage(tx: EntityManager, projectId: number, name: string): Promise<PackageRow | null> {
  return readRow(tx, PackageEntity, 'WHERE t.project_id = ? AND t.name = ?', [projectId, name]);
}

/** The same with its row locked, to change it, or to know that it stays as it is. */
export function lockPackage(tx: EntityManager, projectId: number, name: string): Promise<PackageRow | null> {
  return tx.findOne(PackageEntity, { where: { projectId, name }, lock: { mode: 'pessimistic_write' } });
}

/** Adds a package; throws on a name that the project has (MariaDB's error 1062). */
export function addPackage(tx: EntityManager, row: NewPackage & Partial<PackageRow>): Promise<PackageRow> {
  return tx.save(PackageEntity, { ...PLAIN, ...derived(row) });
}

/** Makes sure that the project knows a package of this name; one that is there stays as it is. */
export async function notePackage(tx: EntityManager, row: NewPackage): Promise<void> {
  const values = valuesOf(PackageEntity, { ...PLAIN, ...derived(row) });
  await tx.createQueryBuilder().insert().into(PackageEntity).values(values).orIgnore().execute();
}

/** Changes a package. */
export async function changePackage(
  tx: EntityManager,
  packageId: number,
  values: Partial<Omit<PackageRow, 'id'>>,
): Promise<void> {
  await tx.update(PackageEntity, { id: packageId }, valuesOf(PackageEntity, derived(values)));
}

/** Removes a package for good. */
export async function dropPackage(tx: EntityManager, packageId: number): Promise<void> {
  await tx.delete(PackageEntity, { id: packageId });
}

/** The index of each column that lists can be ordered by; Copr calls the columns the same. */
const INDEXES = {
  id: 'by_number',
  name: 'by_name',
  source_type: 'by_source_type',
  webhook_rebuild: 'by_webhook_rebuild',
  max_builds: 'by_max_builds',
} as const;
type PackageOrder = keyof typeof INDEXES;
export const PACKAGE_ORDERS = Object.keys(INDEXES) as readonly PackageOrder[];

/** Which part of a project's packages, and in which order. */
export interface PackageSlice {
  readonly limit: number;
  readonly offset: number;
  readonly order: PackageOrder;
  readonly direction: 'ASC' | 'DESC';
}

/** Packages of a project. */
export function listPackages(tx: EntityManager, projectId: number, slice: PackageSlice): Promise<PackageRow[]> {
  const { limit, offset, order, direction } = slice;
  // Names tell a project's packages apart, as their numbers do; the others need more to stay in one order.
  // In the same direction, as the index goes.
  const turn = order === 'id' || order === 'name' ? '' : `, t.id ${direction}`;
  // Left alone, the server may walk along the packages of all projects.
  const from = `FORCE INDEX (${INDEXES[order]}) WHERE t.project_id = ?`;
  const rest = `${from} ORDER BY t.${order} ${direction}${turn} LIMIT ? OFFSET ?`;
  return readRows(tx, PackageEntity, rest, [projectId, limit, offset]);
}

/** Notes that the package may have more builds than it keeps. */
export async function askForPruning(tx: EntityManager, projectId: number, name: string): Promise<void> {
  await tx.update(PackageEntity, { projectId, name, maxBuilds: MoreThan(0) }, { pruneDue: true });
}

/** Packages of which that was noted, by number, of those after `after`. */
export function packagesToPrune(tx: EntityManager, after: number, limit: number): Promise<PackageRow[]> {
  const where = { pruneDue: true as const, id: MoreThan(after) };
  return tx.find(PackageEntity, { where, order: { id: 'ASC' }, take: limit });
}
