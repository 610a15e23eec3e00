/** A project's repositories as dnf reads them. */
import type { RepoEntry } from '@kopr/proto';
import { oneLine } from './text.js';

/** A repository, and the proxy by which alone it may be read. */
export interface BuildRepo extends RepoEntry {
  readonly proxy?: string;
}

/** A section's name: dnf allows no more than these characters. */
export function repoId(repo: RepoEntry): string {
  return repo.id.replace(/[^\w.:@-]/g, '_');
}

/**
 * One section as Copr writes it for build roots. Nothing is checked by gpg (the builder is outside the house and trusts
 * the definition), nothing is cached, and a repository that does not answer ends the build: results must not depend on luck.
 */
export function renderRepo(repo: BuildRepo): string {
  const lines = [
    `[${repoId(repo)}]`,
    `name='${oneLine(repo.name)}'`,
    `baseurl=${oneLine(repo.baseurl)}`,
    ...(repo.proxy === undefined ? [] : [`proxy=${repo.proxy}`]),
    'gpgcheck=0',
    ...(repo.repo_gpgcheck === undefined ? [] : [`repo_gpgcheck=${repo.repo_gpgcheck ? 1 : 0}`]),
    'enabled=1',
    'skip_if_unavailable=0',
    'metadata_expire=0',
    'cost=1',
    'best=1',
    ...(repo.priority === undefined || repo.priority === null ? [] : [`priority=${repo.priority}`]),
    ...(repo.module_hotfixes === undefined ? [] : [`module_hotfixes=${repo.module_hotfixes ? 'True' : 'False'}`]),
  ];
  return `${lines.join('\n')}\n`;
}
