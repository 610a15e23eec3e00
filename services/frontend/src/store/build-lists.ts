/** Builds for reading, in outline for lists and whole for their own sake: one or two statements, however many there are. */
import { IsNull, type EntityManager } from 'typeorm';
import type { Build, BuildOutline } from '../domain/build.js';
import {
  BuildChrootEntity,
  BuildEntity,
  buildOf,
  outlineOf,
  type BuildChrootRow,
  type BuildOutlineRow,
  type BuildRow,
  type ChrootOutlineRow,
  OUTLINE,
} from './build-rows.js';
import { ProjectEntity, type ProjectRow } from './projects.js';
import { IDS, read, readJoined, shapeOf, type Value } from './read.js';
import { readSource } from './source-rows.js';
import { UploadEntity, type UploadRow } from './uploads.js';

/** A build in outline, with what a list shows besides. */
export interface Outlined {
  readonly build: BuildOutline;
  readonly row: Pick<BuildRow, 'sourceType' | 'sourceParams' | 'srpm'>;
  readonly project: Pick<ProjectRow, 'id' | 'owner' | 'name' | 'living'>;
  /** The uploaded file, while it is still there. */
  readonly upload: Pick<UploadRow, 'dir' | 'name'> | undefined;
}

/** A whole build, its rows and what they belong to. */
export interface Listed extends Outlined {
  readonly build: Build;
  readonly row: BuildRow;
  readonly project: ProjectRow;
  readonly upload: UploadRow | undefined;
}

/** Which builds, newest first; `before`: only older ones than this. */
export interface BuildFilter {
  readonly projectId: number;
  readonly packageName?: string;
  readonly state?: string;
  readonly before?: number;
}

/** Builds that fit, newest first; `offset` counts from the newest. */
export function listBuilds(tx: EntityManager, filter: BuildFilter, limit: number, offset = 0): Promise<Outlined[]> {
  const { where, values } = whereOf(filter);
  const keys = `SELECT id FROM builds WHERE ${where} ORDER BY id DESC LIMIT ? OFFSET ?`;
  return outlines(tx, keys, [...values, limit, offset]);
}

/** What a glance at a build tells. */
const GLANCE = ['id', 'packageName', 'version', 'state', 'submitter', 'submittedAt', 'endedAt'] as const;
export type Glance = Pick<BuildRow, (typeof GLANCE)[number]>;

/** A project's newest builds without what belongs to them, by one narrow statement: for its page, which many look at. */
export async function glanceBuilds(tx: EntityManager, projectId: number, limit: number): Promise<Glance[]> {
  const { columns, settle } = shapeOf(BuildEntity);
  const sql = `SELECT ${columns('b', GLANCE)} FROM builds b WHERE b.project_id = ? ORDER BY b.id DESC LIMIT ?`;
  const rows = await read<Glance>(tx, sql, [projectId, limit]);
  rows.forEach(settle);
  return rows;
}

/** The number of the build that is `offset` behind the newest one that fits. */
export async function buildAt(tx: EntityManager, filter: BuildFilter, offset: number): Promise<number | undefined> {
  const { where, values } = whereOf(filter);
  const sql = `SELECT id FROM builds WHERE ${where} ORDER BY id DESC LIMIT 1 OFFSET ?`;
  const [row] = await read<{ id: number }>(tx, sql, [...values, offset]);
  return row?.id;
}

/** So many are held at once, however many are wanted. */
const AT_ONCE = 500;

/** The same bit by bit, for lists that may be long; `limit` null: all. */
export async function* allBuilds(
  tx: EntityManager,
  filter: BuildFilter,
  limit: number | null,
  offset: number,
): AsyncGenerator<Outlined[]> {
  let left = limit ?? Infinity;
  let some = await listBuilds(tx, filter, Math.min(left, AT_ONCE), offset);
  for (;;) {
    yield some;
    left -= some.length;
    const last = some.at(-1);
    if (!last || some.length < AT_ONCE || left <= 0) return;
    some = await listBuilds(tx, { ...filter, before: last.build.id }, Math.min(left, AT_ONCE));
  }
}

/** The builds of these numbers, newest first. */
export function listBuildsById(tx: EntityManager, ids: readonly number[]): Promise<Outlined[]> {
  return outlines(tx, `SELECT id FROM ${IDS} wanted`, [JSON.stringify(ids)]);
}

/** Builds of all living projects, newest first. */
export function livingBuilds(tx: EntityManager, limit: number, offset: number): Promise<Outlined[]> {
  return outlines(tx, `${NEWEST} AND p.living = 1 ORDER BY b.id DESC LIMIT ? OFFSET ?`, [limit, offset]);
}

/** The newest builds of projects that want to be seen, for the home page. */
export function recentBuilds(tx: EntityManager, limit: number): Promise<Outlined[]> {
  return outlines(tx, `${NEWEST} AND p.living = 1 AND p.unlisted_on_hp = 0 ORDER BY b.id DESC LIMIT ?`, [limit]);
}

/** From the newest build on, not from the projects: then all builds would be sorted. */
const NEWEST = 'SELECT b.id FROM builds b STRAIGHT_JOIN projects p ON p.id = b.project_id';

function whereOf({ projectId, packageName, state, before }: BuildFilter): { where: string; values: Value[] } {
  const asked = [
    ['project_id = ?', projectId],
    ['package_name = ?', packageName],
    ['state = ?', state],
    ['id < ?', before],
  ] as const;
  const given = asked.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return { where: given.map(({ sql }) => sql).join(' AND '), values: given.map(({ value }) => value) };
}

/** One build in outline; undefined when there is none, or its project is gone. */
export async function outlineBuild(tx: EntityManager, buildId: number): Promise<Outlined | undefined> {
  const sql = `SELECT ${HEAD}, ${OUTLINED_CHROOT} FROM builds b ${BELONGINGS} ${CHROOTS} WHERE b.id = ?`;
  const rows = await readJoined<Joined<OutlineHead, ChrootOutlineRow>>(tx, sql, [buildId]);
  const [head] = rows;
  if (!head?.p.living) return undefined;
  shapeOf(BuildEntity).settle(head.b);
  return assemble(head, chrootsIn(rows), outlineOf);
}

/** One whole build for reading; undefined when there is none, or its project is gone. Its source comes by itself, or its task would be read once for each chroot. */
export async function showBuild(tx: EntityManager, buildId: number): Promise<Listed | undefined> {
  const [b, c, p, u] = [
    shapeOf(BuildEntity),
    shapeOf(BuildChrootEntity),
    shapeOf(ProjectEntity),
    shapeOf(UploadEntity),
  ];
  const columns = [b.columns('b'), c.columns('c'), p.columns('p'), u.columns('u')].join(', ');
  const sql = `SELECT ${columns} FROM builds b ${BELONGINGS} ${CHROOTS} WHERE b.id = ?`;
  const [rows, source] = await Promise.all([
    readJoined<Joined<Head<BuildRow, ProjectRow, UploadRow>, BuildChrootRow>>(tx, sql, [buildId]),
    readSource(tx, buildId),
  ]);
  const [head] = rows;
  if (!head?.p.living) return undefined;
  b.settle(head.b);
  p.settle(head.p);
  u.settle(head.u);
  for (const row of rows) c.settle(row.c);
  return assemble(head, chrootsIn(rows), (row, project, chroots) => buildOf(row, project, chroots, source));
}

/** Numbers of a project's builds (some, when there are very many), and of those that nobody canceled and that are not over. */
export async function buildsInTheWay(
  tx: EntityManager,
  projectId: number,
): Promise<{ all: number[]; running: number[] }> {
  const select = { id: true };
  const all = await tx.find(BuildEntity, { where: { projectId }, select, order: { id: 'ASC' }, take: 1000 });
  const open = { projectId, endedAt: IsNull(), canceled: false };
  const running = await tx.find(BuildEntity, { where: open, select, order: { id: 'ASC' } });
  return { all: all.map((row) => row.id), running: running.map((row) => row.id) };
}

/** A webhook's payload is an upload, too, but not the build's source. */
const BELONGINGS =
  "JOIN projects p ON p.id = b.project_id LEFT JOIN uploads u ON u.build_id = b.id AND b.source_type = 'upload'";
const CHROOTS = 'LEFT JOIN build_chroots c ON c.build_id = b.id';

/** A build's row and those that it belongs to; nothing but nulls as `u` without an upload. */
interface Head<B, P, U> {
  readonly b: B;
  readonly p: P;
  readonly u: U | Nulls<U>;
}
type OutlineHead = Head<BuildOutlineRow, Outlined['project'], Pick<UploadRow, 'id' | 'dir' | 'name'>>;
/** A row for each of its chroots, and one with nothing but nulls as `c` when it has none. */
type Joined<H, C> = H & { readonly c: C | Nulls<C> };
type Nulls<Row> = { [Column in keyof Row]: null };

const HEAD = [
  shapeOf(BuildEntity).columns('b', OUTLINE.build),
  shapeOf(ProjectEntity).columns('p', ['id', 'owner', 'name', 'living']),
  shapeOf(UploadEntity).columns('u', ['id', 'dir', 'name']),
].join(', ');
const OUTLINED_CHROOT = shapeOf(BuildChrootEntity).columns('c', OUTLINE.chroot);

/**
 * Outlines of the builds whose numbers `keys` selects, newest first. The keys come first, so that what an offset leaves
 * out is only counted; chroots come by themselves, so that no build is read once for each of them.
 */
async function outlines(tx: EntityManager, keys: string, values: readonly Value[]): Promise<Outlined[]> {
  const sql = `SELECT ${HEAD} FROM (${keys}) k JOIN builds b ON b.id = k.id ${BELONGINGS}`;
  const heads = await readJoined<OutlineHead>(tx, sql, values);
  const chroots = await chrootsOf(
    tx,
    heads.map(({ b }) => b.id),
  );
  const { settle } = shapeOf(BuildEntity);
  return heads
    .sort((one, other) => other.b.id - one.b.id)
    .map((head) => {
      settle(head.b);
      return assemble(head, chroots.get(head.b.id) ?? [], outlineOf);
    });
}

async function chrootsOf(tx: EntityManager, buildIds: readonly number[]): Promise<Map<number, ChrootOutlineRow[]>> {
  const sql = `SELECT c.build_id AS buildId, ${OUTLINED_CHROOT} FROM ${IDS} k JOIN build_chroots c ON c.build_id = k.id`;
  const rows = await read<ChrootOutlineRow & { buildId: number }>(tx, sql, [JSON.stringify(buildIds)]);
  const found = new Map<number, ChrootOutlineRow[]>(buildIds.map((id) => [id, []]));
  for (const row of rows) found.get(row.buildId)?.push(row);
  return found;
}

function chrootsIn<C extends { id: number }>(rows: readonly Joined<unknown, C>[]): C[] {
  return rows.flatMap(({ c }) => (isThere(c) ? [c] : []));
}

/** The chroots in the order in which they were planned. */
function assemble<B, C extends { id: number }, P, U extends { id: number }, Whole>(
  { b, p, u }: Head<B, P, U>,
  chroots: C[],
  buildFrom: (row: B, project: P, chroots: readonly C[]) => Whole,
) {
  const inOrder = chroots.sort((one, other) => one.id - other.id);
  return { row: b, project: p, upload: isThere(u) ? u : undefined, build: buildFrom(b, p, inOrder) };
}

function isThere<Row extends { id: number }>(row: Row | Nulls<Row>): row is Row {
  return row.id !== null;
}
