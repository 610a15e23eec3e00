/** Whether somebody may put sources into a project's directory. */
import type { DataSource } from 'typeorm';
import { isDirname, isOwner } from '../domain/names.js';
import { projectOf } from '../domain/project-of.js';
import { isOpenTo } from '../store/access.js';
import type { Dirname } from '../store/dirnames.js';
import { livingProject } from '../store/projects.js';
import type { Caller } from './caller-of.js';

/** The project that is pushed to, or why nothing may be. */
export type PushTarget =
  { readonly ok: true; readonly projectId: number } | { readonly ok: false; readonly why: 'missing' | 'forbidden' };

/** People push to their own projects, and to those of others where they may build. */
export async function pushTarget(
  db: DataSource,
  { user }: Caller,
  owner: string,
  dirname: string,
): Promise<PushTarget> {
  const projectId = await projectWith(db, { owner, dirname });
  if (projectId === undefined) return { ok: false, why: 'missing' };
  const may = owner === user || (await isOpenTo(db.manager, user, projectId));
  return may ? { ok: true, projectId } : { ok: false, why: 'forbidden' };
}

/** Whether there is a project now that has, or may have, this directory. */
export async function isProject(db: DataSource, dirname: Dirname): Promise<boolean> {
  return (await projectWith(db, dirname)) !== undefined;
}

async function projectWith(db: DataSource, { owner, dirname }: Dirname): Promise<number | undefined> {
  const name = projectOf(dirname);
  if (!isOwner(owner) || !isDirname(dirname) || name === undefined) return undefined;
  return livingProject(db.manager, { owner, name });
}
