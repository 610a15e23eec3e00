/** Builds for reading: lists for the API and for pages. Two queries for a page of builds, however many there are. */
import { In, IsNull, LessThanOrEqual, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { Build } from '../domain/build.js';
import { BuildChrootEntity, BuildEntity, buildOf, type BuildRow } from './build-rows.js';
import { ProjectEntity, type ProjectRow } from './projects.js';
import { UploadEntity, type UploadRow } from './uploads.js';

/** A build with all that a list shows. */
export interface Listed {
  readonly build: Build;
  readonly row: BuildRow;
  readonly project: ProjectRow;
  /** The uploaded file, while it is still there. */
  readonly upload: UploadRow | undefined;
}

/** Which builds, newest first. */
export interface BuildFilter {
  readonly projectId?: number;
  readonly packageName?: string;
  readonly dirname?: string;
  readonly submitterId?: number;
  readonly state?: string;
}

/** Builds that fit, newest first; `offset` counts from the newest. */
export async function listBuilds(
  tx: EntityManager,
  filter: BuildFilter,
  limit: number | null,
  offset = 0,
): Promise<Listed[]> {
  const rows = await tx.find(BuildEntity, {
    where: filter as FindOptionsWhere<BuildRow>,
    order: { id: 'DESC' },
    skip: offset,
    take: limit ?? Number.MAX_SAFE_INTEGER,
  });
  return withParts(tx, rows);
}

/** The same, of one state. What `offset` leaves out is counted before the states are looked at, as Copr does. */
export async function listBuildsInState(
  tx: EntityManager,
  filter: BuildFilter,
  state: string,
  limit: number | null,
  offset = 0,
): Promise<Listed[]> {
  const where = filter as FindOptionsWhere<BuildRow>;
  const [first] = await tx.find(BuildEntity, {
    where,
    select: { id: true },
    order: { id: 'DESC' },
    skip: offset,
    take: 1,
  });
  if (!first) return [];
  const rows = await tx.find(BuildEntity, {
    where: { ...where, state: state as BuildRow['state'], id: LessThanOrEqual(first.id) },
    order: { id: 'DESC' },
    take: limit ?? Number.MAX_SAFE_INTEGER,
  });
  return withParts(tx, rows);
}

/** The builds of these numbers, newest first. */
export async function listBuildsById(tx: EntityManager, ids: readonly number[]): Promise<Listed[]> {
  return withParts(tx, await tx.find(BuildEntity, { where: { id: In([...ids]) }, order: { id: 'DESC' } }));
}

/** The newest builds of projects that want to be seen, for the home page. */
export async function recentBuilds(tx: EntityManager, limit: number): Promise<Listed[]> {
  const newest = await listBuilds(tx, {}, limit * 4);
  return newest.filter(({ project }) => project.living && !project.unlistedOnHp).slice(0, limit);
}

/** One build for reading; undefined when there is none, or its project is gone. */
export async function showBuild(tx: EntityManager, buildId: number): Promise<Listed | undefined> {
  const row = await tx.findOneBy(BuildEntity, { id: buildId });
  const [listed] = row ? await withParts(tx, [row]) : [];
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

async function withParts(tx: EntityManager, rows: readonly BuildRow[]): Promise<Listed[]> {
  const buildId = In(rows.map((row) => row.id));
  const chroots = await tx.find(BuildChrootEntity, { where: { buildId }, order: { id: 'ASC' } });
  const uploads = await tx.findBy(UploadEntity, { buildId });
  const projects = await tx.findBy(ProjectEntity, { id: In([...new Set(rows.map((row) => row.projectId))]) });
  return rows.flatMap((row) => {
    const project = projects.find((candidate) => candidate.id === row.projectId);
    if (!project) return [];
    const own = chroots.filter((chroot) => chroot.buildId === row.id);
    const upload = uploads.find((candidate) => candidate.buildId === row.id);
    return [{ row, project, upload, build: buildOf(row, project, own) }];
  });
}
