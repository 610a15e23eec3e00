/** Builds as they change: read under a lock, written back as decided. */
import { KoprError } from '@kopr/shared/errors';
import { In, IsNull, LessThanOrEqual, type EntityManager } from 'typeorm';
import { srpmOf, stateOf, type Build, type Chroot } from '../domain/build.js';
import { BuildChrootEntity, BuildEntity, buildOf, chrootRowOf, type BuildRow } from './build-rows.js';
import { valuesOf } from './column.js';
import { forgetNewest, lockPlaces, noteNewest, placeOf } from './newest-chroots.js';
import { projectById, type ProjectRow } from './projects.js';
import { readSource, readSources, writeSource } from './source-rows.js';

/** A build with what its row knows besides. */
export interface Held {
  readonly build: Build;
  readonly row: BuildRow;
  readonly project: ProjectRow;
}

/** The build with its row locked: the last two of its chroots cannot miss each other. */
export async function lockBuild(tx: EntityManager, buildId: number): Promise<Held | undefined> {
  const row = await tx.findOne(BuildEntity, { where: { id: buildId }, lock: { mode: 'pessimistic_write' } });
  return row ? hold(tx, row) : undefined;
}

/** The build as it is now, for reading. */
export async function readBuild(tx: EntityManager, buildId: number): Promise<Held | undefined> {
  const row = await tx.findOneBy(BuildEntity, { id: buildId });
  return row ? hold(tx, row) : undefined;
}

/** Builds of one project as they are now, by number. */
export async function heldBuilds(tx: EntityManager, project: ProjectRow, ids: readonly number[]): Promise<Held[]> {
  const rows = await tx.find(BuildEntity, { where: { id: In([...ids]) }, order: { id: 'ASC' } });
  const chroots = await tx.find(BuildChrootEntity, { where: { buildId: In([...ids]) }, order: { id: 'ASC' } });
  const sources = await readSources(tx, ids);
  return rows.map((row) => {
    const own = chroots.filter(({ buildId }) => buildId === row.id);
    return { row, project, build: buildOf(row, project, own, sources.get(row.id)) };
  });
}

async function hold(tx: EntityManager, row: BuildRow): Promise<Held> {
  const chroots = await tx.find(BuildChrootEntity, { where: { buildId: row.id }, order: { id: 'ASC' } });
  const project = await projectById(tx, row.projectId);
  return { row, project, build: buildOf(row, project, chroots, await readSource(tx, row.id)) };
}

/** Adds a submitted build; answers its number. */
export async function addBuild(tx: EntityManager, row: Omit<BuildRow, 'id'>): Promise<number> {
  const saved = await tx.save(BuildEntity, row);
  return saved.id;
}

/** Adds the chroots that a submission named; they wait for the source. */
export async function addBuildChroots(tx: EntityManager, buildId: number, chroots: readonly Chroot[]): Promise<void> {
  await tx.insert(
    BuildChrootEntity,
    chroots.map((chroot) => valuesOf(BuildChrootEntity, chrootRowOf(chroot, buildId))),
  );
}

/** Writes what was decided about a locked build. `checkAt`: when the deadlines loop looks next. */
export async function writeBuild(tx: EntityManager, before: Build, after: Build, checkAt: Date | null): Promise<void> {
  await tx.update(BuildEntity, { id: after.id }, valuesOf(BuildEntity, { ...changing(after), checkAt }));
  if (!(await writeSource(tx, after.id, before.source, after.source)))
    throw new KoprError('lost-update', 'a source moved behind the lock of its build', { buildId: after.id });
  for (const chroot of after.chroots) {
    const known = before.chroots.find((candidate) => candidate.name === chroot.name);
    if (!known) await tx.insert(BuildChrootEntity, valuesOf(BuildChrootEntity, chrootRowOf(chroot, after.id)));
    else if (known !== chroot) await moveChrootRow(tx, after.id, known, chroot);
  }
  await noteNewest(tx, after);
  const { package: name } = before;
  if (name !== null && name !== after.package) await forgetNewest(tx, [placeOf(before, name)], [after.id]);
}

function changing(build: Build): Partial<BuildRow> {
  return {
    state: stateOf(build),
    canceled: build.canceled,
    reason: build.reason,
    sourceState: build.source.state,
    sourceReason: build.source.reason,
    sourceMovedAt: build.source.movedAt,
    packageName: build.package,
    version: build.version,
    srpm: srpmOf(build),
    blocked: build.batch?.blocked ? true : null,
    imported: build.imported,
    endedAt: build.endedAt,
  };
}

/** Compare and set, although the build is locked: a second writer would be a bug, and must be seen. */
async function moveChrootRow(tx: EntityManager, buildId: number, before: Chroot, after: Chroot): Promise<void> {
  const { name, state, progress } = before;
  const where = { buildId, name, state, attempt: progress.attempt };
  const values = valuesOf(BuildChrootEntity, chrootRowOf(after, buildId));
  const { affected } = await tx.update(BuildChrootEntity, where, values);
  if (affected !== 1)
    throw new KoprError('lost-update', 'a chroot moved behind the lock of its build', { buildId, name });
}

/** Builds that are due for a look, the longest waiting first, each with the trace that it belongs to. */
export function dueBuilds(tx: EntityManager, now: Date, limit: number): Promise<Pick<BuildRow, 'id' | 'trace'>[]> {
  const where = { checkAt: LessThanOrEqual(now) };
  return tx.find(BuildEntity, { where, select: { id: true, trace: true }, order: { checkAt: 'ASC' }, take: limit });
}

/** Notes when to look at the build next. */
export async function lookAgain(tx: EntityManager, buildId: number, checkAt: Date | null): Promise<void> {
  await tx.update(BuildEntity, { id: buildId }, { checkAt });
}

/** Numbers of builds that are not over, after `after`, in order: for saying every open task again, bit by bit. */
export async function openBuilds(tx: EntityManager, after: number, limit: number): Promise<number[]> {
  const rows: { id: number }[] = await tx.query(
    'SELECT id FROM builds WHERE check_at IS NOT NULL AND id > ? ORDER BY id LIMIT ?',
    [after, limit],
  );
  return rows.map((row) => row.id);
}

/** Numbers of a project's builds that are not over. */
export async function openBuildsOf(tx: EntityManager, projectId: number): Promise<number[]> {
  const rows = await tx.find(BuildEntity, { where: { projectId, endedAt: IsNull() }, select: { id: true } });
  return rows.map((row) => row.id);
}

/** Numbers of the projects that any of these builds belongs to, in order. */
export async function projectsOfBuilds(tx: EntityManager, buildIds: readonly number[]): Promise<number[]> {
  if (buildIds.length === 0) return [];
  const rows: { project_id: number }[] = await tx.query(
    'SELECT DISTINCT project_id FROM builds WHERE id IN (?) ORDER BY project_id',
    [buildIds],
  );
  return rows.map((row) => row.project_id);
}

/** Names of all chroots that any of these builds has. */
export async function chrootNamesOf(tx: EntityManager, buildIds: readonly number[]): Promise<string[]> {
  const rows: { name: string }[] = await tx.query(
    'SELECT DISTINCT name FROM build_chroots WHERE build_id IN (?) ORDER BY name',
    [buildIds],
  );
  return rows.map(({ name }) => name);
}

/** Removes builds for good; their numbers never come back. */
export async function dropBuilds(tx: EntityManager, buildIds: readonly number[]): Promise<void> {
  if (buildIds.length === 0) return;
  const places = await lockPlaces(tx, buildIds);
  await tx.delete(BuildEntity, { id: In([...buildIds]) });
  await forgetNewest(tx, places, buildIds);
}
