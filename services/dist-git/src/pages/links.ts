/** Addresses that pages lead to, beside those of `domain/address`. */
import { type RepositoryName, repositoryPath } from '../domain/names.js';
import type { SourceLine } from '../domain/sources-file.js';
import type { Site } from './site.js';

export const HOME = '/';

/** What `git clone` takes. */
export function cloneUrl({ distGitUrl }: Site, name: RepositoryName): string {
  return `${distGitUrl}/git/${repositoryPath(name)}`;
}

/** An archive in the lookaside. */
export function archivePath(name: RepositoryName, { name: file, sha512 }: SourceLine): string {
  const part = encodeURIComponent(file);
  return `/repo/pkgs/${repositoryPath(name)}/${part}/sha512/${sha512}/${part}`;
}

/** The frontend's page of the project that a dirname belongs to: side directories are called `<project>:…`. */
export function projectUrl({ frontendUrl }: Site, owner: string, dirname: string): string {
  const project = dirname.split(':')[0] ?? dirname;
  const whose = owner.startsWith('@') ? `g/${encodeURIComponent(owner.slice(1))}` : encodeURIComponent(owner);
  return `${frontendUrl}/coprs/${whose}/${encodeURIComponent(project)}/`;
}

/** The frontend's page of a build. */
export function buildUrl({ frontendUrl }: Site, build: string): string {
  return `${frontendUrl}/coprs/build/${build}`;
}

/** The configuration of rpkg for a project's directory. Names need no encoding in it. */
export function rpkgConfPath(owner: string, dirname: string): string {
  return `/repo/pkgs/${owner}/${dirname}/rpkg.conf`;
}

/** Where people make their API tokens. */
export function tokensUrl({ frontendUrl }: Site): string {
  return `${frontendUrl}/api/`;
}
