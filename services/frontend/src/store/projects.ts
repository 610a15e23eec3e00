/** Projects and their directories: rows and named operations. */
import { EntitySchema, LessThanOrEqual, MoreThan, type EntityManager } from 'typeorm';
import { flag, id, integer, json, long, nullable, ref, text, time, valuesOf } from './column.js';
import { addTerms, dropTerms } from './project-terms.js';
import { readRow, readRows } from './read.js';

export interface ProjectRow {
  id: number;
  /** A user's name or `@group`. */
  owner: string;
  name: string;
  /** Null once deleted: the name is free again, the id never. */
  living: true | null;
  userId: number | null;
  groupId: number | null;
  createdBy: number;
  createdAt: Date;
  deletedAt: Date | null;
  description: string;
  instructions: string;
  homepage: string | null;
  contact: string | null;
  additionalRepos: string[];
  runtimeDependencies: string[];
  packitForgeProjectsAllowed: string[];
  develMode: boolean;
  persistent: boolean;
  unlistedOnHp: boolean;
  autoPrune: boolean;
  enableNet: boolean;
  multilib: boolean;
  moduleHotfixes: boolean;
  fedoraReview: boolean;
  appstream: boolean;
  followFedoraBranching: boolean;
  bootstrap: string;
  isolation: string;
  deleteAfterDays: number | null;
  repoPriority: number | null;
  /** What calls of webhooks must know. */
  webhookSecret: string | null;
  /** The project that this one was copied from. */
  forkedFrom: number | null;
  /** When a temporary project ends; null for the others. */
  deleteAt: Date | null;
}

export const ProjectEntity = new EntitySchema<ProjectRow>({
  name: 'project',
  tableName: 'projects',
  columns: {
    id,
    owner: text('owner'),
    name: text('name'),
    living: flag('living', nullable),
    userId: ref('user_id', nullable),
    groupId: ref('group_id', nullable),
    createdBy: ref('created_by'),
    createdAt: time('created_at'),
    deletedAt: time('deleted_at', nullable),
    description: long('description'),
    instructions: long('instructions'),
    homepage: long('homepage', nullable),
    contact: long('contact', nullable),
    additionalRepos: json('additional_repos'),
    runtimeDependencies: json('runtime_dependencies'),
    packitForgeProjectsAllowed: json('packit_forge_projects_allowed'),
    develMode: flag('devel_mode'),
    persistent: flag('persistent'),
    unlistedOnHp: flag('unlisted_on_hp'),
    autoPrune: flag('auto_prune'),
    enableNet: flag('enable_net'),
    multilib: flag('multilib'),
    moduleHotfixes: flag('module_hotfixes'),
    fedoraReview: flag('fedora_review'),
    appstream: flag('appstream'),
    followFedoraBranching: flag('follow_fedora_branching'),
    bootstrap: text('bootstrap'),
    isolation: text('isolation'),
    deleteAfterDays: integer('delete_after_days', nullable),
    repoPriority: integer('repo_priority', nullable),
    webhookSecret: text('webhook_secret', nullable),
    forkedFrom: ref('forked_from', nullable),
    deleteAt: time('delete_at', nullable),
  },
});

/** The living project of this owner and name. */
export function findProject(tx: EntityManager, owner: string, name: string): Promise<ProjectRow | null> {
  return readRow(tx, ProjectEntity, 'WHERE owner = ? AND name = ? AND living = 1', [owner, name]);
}

const NAME = 'VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
const NAMES = `JSON_TABLE(?, '$[*]' COLUMNS (owner ${NAME} PATH '$.owner', name ${NAME} PATH '$.name'))`;

/** Living projects of these owners and names. */
export function findProjects(
  tx: EntityManager,
  named: readonly { readonly owner: string; readonly name: string }[],
): Promise<ProjectRow[]> {
  if (named.length === 0) return Promise.resolve([]);
  return readRows(tx, ProjectEntity, `JOIN ${NAMES} k USING (owner, name) WHERE t.living = 1`, [JSON.stringify(named)]);
}

/** Whether the project is still there. */
export async function isLiving(tx: EntityManager, projectId: number): Promise<boolean> {
  return (await tx.findOneBy(ProjectEntity, { id: projectId }))?.living === true;
}

/** The project of this number, also a deleted one. */
export function projectById(tx: EntityManager, projectId: number): Promise<ProjectRow> {
  return tx.findOneByOrFail(ProjectEntity, { id: projectId });
}

/** The living project's row, locked: to change it alone (`write`), or against its deletion meanwhile (`read`). */
export function lockProject(tx: EntityManager, projectId: number, mode: 'read' | 'write'): Promise<ProjectRow | null> {
  const where = { id: projectId, living: true as const };
  return tx.findOne(ProjectEntity, { where, lock: { mode: `pessimistic_${mode}` } });
}

const LOCK_WAIT_TIMEOUT = 1205;

/** The living project's row, locked to change it alone; `busy` when somebody else holds it for longer than a second. */
export async function lockProjectSoon(tx: EntityManager, projectId: number): Promise<ProjectRow | null | 'busy'> {
  try {
    await tx.query('SELECT id FROM projects WHERE id = ? FOR UPDATE WAIT 1', [projectId]);
  } catch (error) {
    if ((error as { driverError?: { errno?: unknown } }).driverError?.errno === LOCK_WAIT_TIMEOUT) return 'busy';
    throw error;
  }
  return tx.findOneBy(ProjectEntity, { id: projectId, living: true });
}

/** Living projects by number, only those after `last`. */
export function livingProjectsAfter(tx: EntityManager, last: number, limit: number): Promise<ProjectRow[]> {
  const where = { id: MoreThan(last), living: true as const };
  return tx.find(ProjectEntity, { where, order: { id: 'ASC' }, take: limit });
}

/** Living projects whose old results may go (verbs/prune-results.ts), only those after `after`. */
export function projectsToPrune(tx: EntityManager, after: number, limit: number): Promise<ProjectRow[]> {
  const where = { living: true as const, autoPrune: true, persistent: false, develMode: false, id: MoreThan(after) };
  return tx.find(ProjectEntity, { where, order: { id: 'ASC' }, take: limit });
}

/** Adds a project; throws on a name that a living project of the owner has (MariaDB's error 1062). */
export async function addProject(tx: EntityManager, row: Omit<ProjectRow, 'id'>): Promise<ProjectRow> {
  const project = await tx.save(ProjectEntity, row);
  await addTerms(tx, project);
  return project;
}

/** Changes what is given of a project. */
export async function changeProject(tx: EntityManager, projectId: number, change: Partial<ProjectRow>): Promise<void> {
  await tx.update(ProjectEntity, { id: projectId }, valuesOf(ProjectEntity, change));
}

/** Frees the project's name for good. */
export async function markDeleted(tx: EntityManager, projectId: number, now: Date): Promise<void> {
  await tx.update(ProjectEntity, { id: projectId }, { living: null, deletedAt: now });
  await dropTerms(tx, projectId);
}

/** Temporary projects whose time is over, the longest first. */
export function expiredProjects(tx: EntityManager, now: Date, after: number, limit: number): Promise<ProjectRow[]> {
  const where = { living: true as const, deleteAt: LessThanOrEqual(now), id: MoreThan(after) };
  return tx.find(ProjectEntity, { where, order: { id: 'ASC' }, take: limit });
}

/** What lists can be ordered by: each is an index, with all projects. */
export type ProjectOrder = 'id' | 'name' | 'createdBy' | 'groupId' | 'repoPriority';

/** Which part of a list, and in which order. */
export interface Slice {
  readonly limit: number;
  readonly offset: number;
  readonly order: ProjectOrder;
  readonly direction: 'ASC' | 'DESC';
}

const COLUMNS = { name: 'name', createdBy: 'created_by', groupId: 'group_id', repoPriority: 'repo_priority' } as const;

/** Living projects, of one owner or of all. */
export function listProjects(tx: EntityManager, owner: string | null, slice: Slice): Promise<ProjectRow[]> {
  const { limit, offset, order, direction } = slice;
  const ownersOnly = owner === null ? '' : 'AND owner = ?';
  const turn = order === 'id' ? '' : `${COLUMNS[order]} ${direction}, `;
  const rest = `WHERE living = 1 ${ownersOnly} ORDER BY ${turn}id ${direction} LIMIT ? OFFSET ?`;
  const values = [...(owner === null ? [] : [owner]), limit, offset];
  return readRows(tx, ProjectEntity, rest, values);
}

/** The newest projects that want to be seen, for the home page. */
export function recentProjects(tx: EntityManager, limit: number): Promise<ProjectRow[]> {
  const rest = 'WHERE living = 1 AND unlisted_on_hp = 0 ORDER BY id DESC LIMIT ?';
  return readRows(tx, ProjectEntity, rest, [limit]);
}
