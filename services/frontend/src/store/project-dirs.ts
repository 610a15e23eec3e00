/** A project's directories: the main one, those that people made, and those of pull requests. */
import { EntitySchema, type EntityManager } from 'typeorm';
import { nullable, ref, text, time } from './column.js';
import { read, readRows } from './read.js';

const DAY_MS = 86_400_000;

export interface DirRow {
  projectId: number;
  name: string;
  createdAt: Date;
  /** When a pull request's directory goes, unless a build comes into it; null for the others. */
  deleteAt: Date | null;
}

/** How long a pull request's directory lasts after its last build, as Copr's. */
const PR_DIR_DAYS = 40;

export const DirEntity = new EntitySchema<DirRow>({
  name: 'project_dir',
  tableName: 'project_dirs',
  columns: {
    projectId: ref('project_id', { primary: true }),
    name: text('name', { primary: true }),
    createdAt: time('created_at'),
    deleteAt: time('delete_at', nullable),
  },
});

/** Adds a directory; false when the project has it already. Then a pull request's directory lives on from now. */
export async function addDir(tx: EntityManager, dir: Omit<DirRow, 'deleteAt'>): Promise<boolean> {
  const { projectId, name, createdAt } = dir;
  const isPullRequest = name.split(':')[1] === 'pr';
  const deleteAt = isPullRequest ? new Date(createdAt.getTime() + PR_DIR_DAYS * DAY_MS) : null;
  const insert = tx
    .createQueryBuilder()
    .insert()
    .into(DirEntity)
    .values({ ...dir, deleteAt })
    .orIgnore();
  const { affectedRows } = (await insert.execute()).raw as { affectedRows: number };
  if (affectedRows === 0 && isPullRequest) await tx.update(DirEntity, { projectId, name }, { deleteAt });
  return affectedRows === 1;
}

/** Directories of pull requests whose time is over, by project and name; of those after `last`, if that is said. */
export function expiredDirs(
  tx: EntityManager,
  now: Date,
  last: Pick<DirRow, 'projectId' | 'name'> | undefined,
  limit: number,
): Promise<DirRow[]> {
  const { projectId, name } = last ?? { projectId: 0, name: '' };
  const rest = `WHERE delete_at <= ? AND (project_id > ? OR (project_id = ? AND name > ?))
    ORDER BY project_id, name LIMIT ?`;
  return readRows(tx, DirEntity, rest, [now, projectId, projectId, name, limit]);
}

/** Lets a directory live on until then. */
export async function keepDir(tx: EntityManager, { projectId, name }: DirRow, deleteAt: Date): Promise<void> {
  await tx.update(DirEntity, { projectId, name }, { deleteAt });
}

/** A project's directory of this name. */
export function findDir(tx: EntityManager, projectId: number, name: string): Promise<DirRow | null> {
  return tx.findOneBy(DirEntity, { projectId, name });
}

/** Forgets a directory. */
export async function dropDir(
  tx: EntityManager,
  { projectId, name }: Pick<DirRow, 'projectId' | 'name'>,
): Promise<void> {
  await tx.delete(DirEntity, { projectId, name });
}

/** Whether the project has a directory of this name. */
export async function hasDir(tx: EntityManager, projectId: number, name: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM project_dirs WHERE project_id = ? AND name = ?';
  return (await read(tx, sql, [projectId, name])).length > 0;
}

/** The project's directories, by name. */
export function listDirs(tx: EntityManager, projectId: number): Promise<DirRow[]> {
  return readRows(tx, DirEntity, 'WHERE project_id = ? ORDER BY name', [projectId]);
}

/** Names of the project's directories, in order. */
export async function dirsOf(tx: EntityManager, projectId: number): Promise<string[]> {
  const sql = 'SELECT name FROM project_dirs WHERE project_id = ? ORDER BY name';
  const rows = await read<{ name: string }>(tx, sql, [projectId]);
  return rows.map((row) => row.name);
}
