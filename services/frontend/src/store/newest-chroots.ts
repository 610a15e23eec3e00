/**
 * The newest part of every package for each chroot: what a project's monitor shows. It could be found out of builds and
 * their chroots, but only by reading all of a project's history, whose rows carry whole task definitions; here a monitor
 * is one stretch of a primary key, whatever the history. The price: every write of a build writes its cells as well, in
 * the same transaction, and the builds that go away leave theirs to the ones before.
 */
import type { ChrootState } from '@kopr/shared/domain';
import type { EntityManager } from 'typeorm';
import type { Build } from '../domain/build.js';
import { read } from './read.js';

/** A package's newest part for a chroot. */
export interface NewestChroot {
  readonly package: string;
  readonly chroot: string;
  readonly build: number;
  readonly state: ChrootState;
  readonly version: string | null;
  /** Whether a worker ever had it, so that it has a folder of results. */
  readonly placed: boolean;
}

/** A package in one directory of a project. */
interface Place {
  readonly project_id: number;
  readonly dirname: string;
  readonly package_name: string;
}

/** Where a build stands that is of this package. */
export function placeOf({ project }: Build, name: string): Place {
  return { project_id: project.id, dirname: project.dirname, package_name: name };
}

/** News of an older build changes nothing; `build_id` comes last, for the others look at it. */
const UNLESS_OLDER = `ON DUPLICATE KEY UPDATE
  newest_chroots.state = IF(VALUES(build_id) >= newest_chroots.build_id, VALUES(state), newest_chroots.state),
  newest_chroots.version = IF(VALUES(build_id) >= newest_chroots.build_id, VALUES(version), newest_chroots.version),
  newest_chroots.placed = IF(VALUES(build_id) >= newest_chroots.build_id, VALUES(placed), newest_chroots.placed),
  newest_chroots.build_id = GREATEST(newest_chroots.build_id, VALUES(build_id))`;

/** Notes how a build's chroots stand, in one order, so that two builds of a package cannot block each other for ever. */
export async function noteNewest(tx: EntityManager, build: Build): Promise<void> {
  const { id, project, package: name, version } = build;
  if (name === null || build.chroots.length === 0) return;
  const rows = [...build.chroots]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((chroot) => {
      const placed = chroot.task !== null && chroot.progress.attempt > 0;
      return [project.id, project.dirname, name, chroot.name, id, chroot.state, version, placed];
    });
  await tx.query(`INSERT INTO newest_chroots VALUES ${rows.map(() => '(?)').join(', ')} ${UNLESS_OLDER}`, rows);
}

/** Most cells that are held at once. */
const PAGE = 4000;

/** All cells of a directory, by package and chroot, page by page; no package is on two pages. */
export async function* newestChroots(
  tx: EntityManager,
  projectId: number,
  dirname: string,
): AsyncGenerator<NewestChroot[]> {
  for (let after = ''; ;) {
    const cells = await read<NewestChroot>(
      tx,
      `SELECT package_name AS package, chroot, build_id AS build, state, version, placed FROM newest_chroots
        WHERE project_id = ? AND dirname = ? AND package_name > ? ORDER BY package_name, chroot LIMIT ?`,
      [projectId, dirname, after, PAGE],
    );
    const last = cells.at(-1)?.package;
    if (cells.length < PAGE || last === undefined) {
      yield cells;
      return;
    }
    // Of the last one there may be more; it is the first one of the next page.
    const whole = cells.filter((cell) => cell.package !== last);
    after = whole.at(-1)?.package ?? last;
    yield whole;
  }
}

/** Where these builds are, their packages locked: whoever removes builds of a package waits for the others who do. */
export async function lockPlaces(tx: EntityManager, buildIds: readonly number[]): Promise<Place[]> {
  const places: Place[] = await tx.query(
    `SELECT DISTINCT project_id, dirname, package_name FROM builds WHERE id IN (?) AND package_name IS NOT NULL
      ORDER BY project_id, package_name, dirname`,
    [buildIds],
  );
  for (const { project_id, package_name } of places) {
    await tx.query('SELECT id FROM packages WHERE project_id = ? AND name = ? FOR UPDATE', [project_id, package_name]);
  }
  return places;
}

/** Gives the cells of builds that were removed to the newest ones that are left. */
export async function forgetNewest(
  tx: EntityManager,
  places: readonly Place[],
  buildIds: readonly number[],
): Promise<void> {
  for (const { project_id, dirname, package_name } of places) {
    const place = [project_id, dirname, package_name];
    const which = 'project_id = ? AND dirname = ? AND package_name = ?';
    const { affectedRows }: { affectedRows: number } = await tx.query(
      `DELETE FROM newest_chroots WHERE ${which} AND build_id IN (?)`,
      [...place, buildIds],
    );
    if (affectedRows > 0) await refill(tx, `WHERE ${which}`, place);
  }
}

/** Notes how the chroots of new builds stand that were not written one by one. */
export async function noteBuilds(tx: EntityManager, buildIds: readonly number[]): Promise<void> {
  if (buildIds.length > 0) await refill(tx, 'WHERE builds.id IN (?) AND package_name IS NOT NULL', [buildIds]);
}

async function refill(tx: EntityManager, where: string, values: readonly unknown[]): Promise<void> {
  await tx.query(
    `INSERT INTO newest_chroots
      SELECT project_id, dirname, package_name, build_chroots.name, builds.id, build_chroots.state, version,
          task IS NOT NULL AND attempt > 0
        FROM builds JOIN build_chroots ON build_chroots.build_id = builds.id ${where} ORDER BY builds.id
      ${UNLESS_OLDER}`,
    [...values],
  );
}
