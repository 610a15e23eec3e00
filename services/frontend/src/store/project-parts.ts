/** What belongs to a project: its chroots, its directories, its packages. */
import { EntitySchema, In, type EntityManager } from 'typeorm';
import { MockChrootEntity, type MockChrootRow } from './chroots.js';
import { flag, id, json, ref, text, time } from './column.js';

export interface ProjectChrootRow {
  projectId: number;
  chroot: string;
  enabled: boolean;
  additionalPackages: string[];
  additionalRepos: string[];
  withOpts: string[];
  withoutOpts: string[];
  isolation: string;
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
    isolation: text('isolation'),
  },
});

export interface DirRow {
  projectId: number;
  name: string;
  createdAt: Date;
}

export const DirEntity = new EntitySchema<DirRow>({
  name: 'project_dir',
  tableName: 'project_dirs',
  columns: {
    projectId: ref('project_id', { primary: true }),
    name: text('name', { primary: true }),
    createdAt: time('created_at'),
  },
});

export interface PackageRow {
  id: number;
  projectId: number;
  name: string;
  createdAt: Date;
}

export const PackageEntity = new EntitySchema<PackageRow>({
  name: 'package',
  tableName: 'packages',
  columns: { id, projectId: ref('project_id'), name: text('name'), createdAt: time('created_at') },
});

/** A chroot of a project with what the instance says about it. */
export interface EnabledChroot {
  readonly own: ProjectChrootRow;
  readonly mock: MockChrootRow;
}

/** Adds chroots to a project, with nothing set. */
export async function addChroots(tx: EntityManager, projectId: number, chroots: readonly string[]): Promise<void> {
  const blank = { enabled: true, additionalPackages: [], additionalRepos: [], withOpts: [], withoutOpts: [] };
  const rows = chroots.map((chroot) => ({ ...blank, projectId, chroot, isolation: 'unchanged' }));
  await tx.insert(ProjectChrootEntity, rows);
}

/** The enabled chroots of these projects that are still active, in the instance's order. */
export async function enabledChroots(
  tx: EntityManager,
  projectIds: readonly number[],
): Promise<ReadonlyMap<number, EnabledChroot[]>> {
  const own = await tx.findBy(ProjectChrootEntity, { projectId: In([...projectIds]), enabled: true });
  const names = [...new Set(own.map((row) => row.chroot))];
  const mocks = await tx.find(MockChrootEntity, { where: { name: In(names), active: true }, order: { id: 'ASC' } });
  const of = (projectId: number) =>
    mocks.flatMap((mock) => {
      const row = own.find((candidate) => candidate.projectId === projectId && candidate.chroot === mock.name);
      return row ? [{ own: row, mock }] : [];
    });
  return new Map(projectIds.map((projectId) => [projectId, of(projectId)]));
}

/** The same for one project. */
export async function chrootsOf(tx: EntityManager, projectId: number): Promise<EnabledChroot[]> {
  return (await enabledChroots(tx, [projectId])).get(projectId) ?? [];
}

/** Adds a directory; false when the project has it already. */
export async function addDir(tx: EntityManager, row: DirRow): Promise<boolean> {
  const result = await tx.createQueryBuilder().insert().into(DirEntity).values(row).orIgnore().execute();
  return (result.raw as { affectedRows: number }).affectedRows === 1;
}

/** Whether the project has a directory of this name. */
export function hasDir(tx: EntityManager, projectId: number, name: string): Promise<boolean> {
  return tx.existsBy(DirEntity, { projectId, name });
}

/** Names of the project's directories, in order. */
export async function dirsOf(tx: EntityManager, projectId: number): Promise<string[]> {
  const rows = await tx.find(DirEntity, { where: { projectId }, order: { name: 'ASC' } });
  return rows.map((row) => row.name);
}

/** Makes sure that the project knows a package of this name. */
export async function notePackage(tx: EntityManager, row: Omit<PackageRow, 'id'>): Promise<void> {
  await tx.createQueryBuilder().insert().into(PackageEntity).values(row).orIgnore().execute();
}
