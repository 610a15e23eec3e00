/** The dist-gits that the instance knows: rows and named operations. */
import { EntitySchema, type EntityManager } from 'typeorm';
import type { DistGit } from '../domain/dist-git.js';
import { id, integer, nullable, text } from './column.js';

export interface DistGitRow extends DistGit {
  id: number;
  name: string;
  cloneUrl: string;
  clonePackageUri: string;
  defaultNamespace: string | null;
  archiveUri: string | null;
  /** Higher comes first; the first is the default. */
  priority: number;
}

export const DistGitEntity = new EntitySchema<DistGitRow>({
  name: 'dist_git_instance',
  tableName: 'dist_git_instances',
  columns: {
    id,
    name: text('name'),
    cloneUrl: text('clone_url'),
    clonePackageUri: text('clone_package_uri'),
    defaultNamespace: text('default_namespace', nullable),
    archiveUri: text('archive_uri', nullable),
    priority: integer('priority'),
  },
});

/** All of them, the default first. */
export function distGits(tx: EntityManager): Promise<DistGitRow[]> {
  return tx.find(DistGitEntity, { order: { priority: 'DESC', id: 'ASC' } });
}

/** Adds an instance, or changes the one of the same name. */
export async function saveDistGit(tx: EntityManager, row: Omit<DistGitRow, 'id'>): Promise<void> {
  await tx.upsert(DistGitEntity, row, ['name']);
}
