/** The chroots that projects build for, with their settings. */
import { EntitySchema, In, type EntityManager } from 'typeorm';
import { MockChrootEntity, type MockChrootRow } from './chroots.js';
import { flag, json, long, nullable, ref, text, time, valuesOf } from './column.js';
import { IDS, read, readJoined, readRows, shapeOf } from './read.js';

export interface ProjectChrootRow {
  projectId: number;
  chroot: string;
  enabled: boolean;
  additionalPackages: string[];
  additionalRepos: string[];
  withOpts: string[];
  withoutOpts: string[];
  /** `name:stream`, with `!` before those to be switched off. */
  additionalModules: string[];
  isolation: string;
  bootstrap: string;
  /** Set only with the bootstrap `custom_image`. */
  bootstrapImage: string | null;
  /** Name of the uploaded comps.xml. Its text is long, and only there when it is asked for. */
  compsName: string | null;
  comps?: string | null;
  compsSha256: string | null;
  /** When the results of a chroot that was switched off, or reached its end of life, go; null while it builds. */
  deleteAfter: Date | null;
}

export const ProjectChrootEntity = new EntitySchema<ProjectChrootRow>({
  name: 'project_chroot',
  tableName: 'project_chroots',
  columns: {
    projectId: ref('project_id', { primary: true }),
    chroot: text('chroot', { primary: true }),
    enabled: flag('enabled'),
    additionalPackages: json('additional_packages'),
    additionalRepos: json('additional_repos'),
    withOpts: json('with_opts'),
    withoutOpts: json('without_opts'),
    additionalModules: json('additional_modules'),
    isolation: text('isolation'),
    bootstrap: text('bootstrap'),
    bootstrapImage: text('bootstrap_image', nullable),
    compsName: text('comps_name', nullable),
    comps: long('comps', { nullable: true, select: false }),
    compsSha256: text('comps_sha256', nullable),
    deleteAfter: time('delete_after', nullable),
  },
});

/** A chroot of a project with what the instance says about it. */
export interface EnabledChroot {
  readonly own: ProjectChrootRow;
  readonly mock: MockChrootRow;
}

/** A chroot of a project with nothing set. */
function blankChroot(projectId: number, chroot: string): ProjectChrootRow {
  return {
    projectId,
    chroot,
    enabled: true,
    additionalPackages: [],
    additionalRepos: [],
    withOpts: [],
    withoutOpts: [],
    additionalModules: [],
    isolation: 'unchanged',
    bootstrap: 'unchanged',
    bootstrapImage: null,
    compsName: null,
    compsSha256: null,
    deleteAfter: null,
  };
}

/** Adds chroots to a project, with nothing set; those that are kept since they were switched off come back as they were. */
export async function addChroots(tx: EntityManager, projectId: number, chroots: readonly string[]): Promise<void> {
  if (chroots.length === 0) return;
  const rows = chroots.map((chroot) => valuesOf(ProjectChrootEntity, blankChroot(projectId, chroot)));
  await tx.createQueryBuilder().insert().into(ProjectChrootEntity).values(rows).orIgnore().execute();
  const which = { projectId, chroot: In([...chroots]) };
  await tx.update(ProjectChrootEntity, which, { enabled: true, deleteAfter: null });
}

/** Switches chroots of a project off; their results stay until then. */
export async function retireChroots(
  tx: EntityManager,
  projectId: number,
  chroots: readonly string[],
  deleteAfter: Date,
): Promise<void> {
  const which = { projectId, chroot: In([...chroots]), enabled: true };
  await tx.update(ProjectChrootEntity, which, { enabled: false, deleteAfter });
}

/** The enabled chroots of these projects that are still active, in the instance's order. */
async function enabledChroots(
  tx: EntityManager,
  projectIds: readonly number[],
): Promise<ReadonlyMap<number, EnabledChroot[]>> {
  const [own, mock] = [shapeOf(ProjectChrootEntity), shapeOf(MockChrootEntity)];
  const rows = await readJoined<EnabledChroot>(tx, `SELECT ${own.columns('own')}, ${mock.columns('mock')} ${ENABLED}`, [
    JSON.stringify(projectIds),
  ]);
  for (const row of rows) {
    own.settle(row.own);
    mock.settle(row.mock);
  }
  rows.sort((a, b) => a.mock.id - b.mock.id);
  return grouped(projectIds, rows, (row) => row.own.projectId);
}

/** Only what they are called: all that most readers want. */
export async function enabledNames(
  tx: EntityManager,
  projectIds: readonly number[],
): Promise<ReadonlyMap<number, string[]>> {
  const sql = `SELECT own.project_id AS projectId, mock.name, mock.id AS turn ${ENABLED}`;
  const rows = await read<{ projectId: number; name: string; turn: number }>(tx, sql, [JSON.stringify(projectIds)]);
  rows.sort((a, b) => a.turn - b.turn);
  const found = grouped(projectIds, rows, (row) => row.projectId);
  return new Map([...found].map(([projectId, own]) => [projectId, own.map(({ name }) => name)]));
}

const ENABLED = `FROM ${IDS} k JOIN project_chroots own ON own.project_id = k.id AND own.enabled = 1
  JOIN mock_chroots mock ON mock.name = own.chroot AND mock.active = 1`;

function grouped<Row>(ids: readonly number[], rows: readonly Row[], idOf: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(idOf(row))?.push(row);
  return groups;
}

/** The same for one project. */
export async function chrootsOf(tx: EntityManager, projectId: number): Promise<EnabledChroot[]> {
  return (await enabledChroots(tx, [projectId])).get(projectId) ?? [];
}

/** The names of one project's. */
export async function chrootNames(tx: EntityManager, projectId: number): Promise<string[]> {
  return (await enabledNames(tx, [projectId])).get(projectId) ?? [];
}

/** Chroots of projects whose results have been kept long enough. */
export function expiredChroots(
  tx: EntityManager,
  now: Date,
  last: Pick<ProjectChrootRow, 'projectId' | 'chroot'> | undefined,
  limit: number,
): Promise<ProjectChrootRow[]> {
  const { projectId, chroot } = last ?? { projectId: 0, chroot: '' };
  const rest = `WHERE delete_after <= ? AND (project_id > ? OR (project_id = ? AND chroot > ?))
    ORDER BY project_id, chroot LIMIT ?`;
  return readRows(tx, ProjectChrootEntity, rest, [now, projectId, projectId, chroot, limit]);
}

/** Forgets a project's chroot with its settings. */
export async function dropChroot(
  tx: EntityManager,
  { projectId, chroot }: Pick<ProjectChrootRow, 'projectId' | 'chroot'>,
): Promise<void> {
  await tx.delete(ProjectChrootEntity, { projectId, chroot });
}
