/** Builds for reading, in outline for lists and whole for their own sake: one statement each, however many there are. */
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
  const [outlined] = await outlines(tx, 'SELECT id FROM builds WHERE id = ?', [buildId]);
  return outlined?.project.living ? outlined : undefined;
}

/** One whole build for reading; undefined when there is none, or its project is gone. */
export async function showBuild(tx: EntityManager, buildId: number): Promise<Listed | undefined> {
  const [b, c, p, u] = [
    shapeOf(BuildEntity),
    shapeOf(BuildChrootEntity),
    shapeOf(ProjectEntity),
    shapeOf(UploadEntity),
  ];
  const columns = [b.columns('b'), c.columns('c'), p.columns('p'), u.columns('u')].join(', ');
  const rows = await readJoined<Joined<BuildRow, BuildChrootRow, ProjectRow, UploadRow>>(
    tx,
    `SELECT ${columns} FROM builds b ${PARTS} WHERE b.id = ?`,
    [buildId],
  );
  for (const row of rows) {
    b.settle(row.b);
    c.settle(row.c);
    p.settle(row.p);
    u.settle(row.u);
  }
  const [listed] = assemble(rows, buildOf);
  return listed?.project.living ? listed : undefined;
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

const PARTS = `JOIN projects p ON p.id = b.project_id LEFT JOIN uploads u ON u.build_id = b.id
  LEFT JOIN build_chroots c ON c.build_id = b.id`;

/** What a join gives: a row for each chroot, and one with nothing but nulls as `c` for a build that has none. */
interface Joined<B, C, P, U> {
  readonly b: B;
  readonly c: C | Nulls<C>;
  readonly p: P;
  readonly u: U | Nulls<U>;
}
type Nulls<Row> = { [Column in keyof Row]: null };

const OUTLINE_COLUMNS = [
  shapeOf(BuildEntity).columns('b', OUTLINE.build),
  shapeOf(BuildChrootEntity).columns('c', OUTLINE.chroot),
  shapeOf(ProjectEntity).columns('p', ['id', 'owner', 'name', 'living']),
  shapeOf(UploadEntity).columns('u', ['id', 'dir', 'name']),
].join(', ');

/** Outlines of the builds whose numbers `keys` selects, newest first. The keys come first, so that what an offset leaves out is only counted. */
async function outlines(tx: EntityManager, keys: string, values: readonly Value[]): Promise<Outlined[]> {
  const rows = await readJoined<
    Joined<BuildOutlineRow, ChrootOutlineRow, Outlined['project'], Pick<UploadRow, 'id' | 'dir' | 'name'>>
  >(tx, `SELECT ${OUTLINE_COLUMNS} FROM (${keys}) k JOIN builds b ON b.id = k.id ${PARTS}`, values);
  const { settle } = shapeOf(BuildEntity);
  for (const { b } of rows) settle(b);
  return assemble(rows, outlineOf);
}

interface Assembled<B, P, U, Whole> {
  readonly row: B;
  readonly project: P;
  readonly upload: U | undefined;
  readonly build: Whole;
}

/** Makes one of all rows of a build; newest first, chroots in the order in which they were planned. */
function assemble<B extends { id: number }, C extends { id: number }, P, U extends { id: number }, Whole>(
  rows: readonly Joined<B, C, P, U>[],
  buildFrom: (row: B, project: P, chroots: readonly C[]) => Whole,
): Assembled<B, P, U, Whole>[] {
  const builds = new Map<number, { first: Joined<B, C, P, U>; chroots: C[] }>();
  for (const row of rows) {
    const known = builds.get(row.b.id) ?? { first: row, chroots: [] };
    builds.set(row.b.id, known);
    if (isThere(row.c)) known.chroots.push(row.c);
  }
  return [...builds.values()]
    .sort((one, other) => other.first.b.id - one.first.b.id)
    .map(({ first: { b, p, u }, chroots }) => {
      const inOrder = chroots.sort((one, other) => one.id - other.id);
      return { row: b, project: p, upload: isThere(u) ? u : undefined, build: buildFrom(b, p, inOrder) };
    });
}

function isThere<Row extends { id: number }>(row: Row | Nulls<Row>): row is Row {
  return row.id !== null;
}
