/** Collects what a `.repo` file is made of. */
import { parseChrootName } from '@kopr/shared/domain';
import type { Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import type { RepoFile } from '../domain/repo-file.js';
import { keptChroots } from '../store/project-chroots.js';
import { hasDir } from '../store/project-dirs.js';
import { findProject, type ProjectRow } from '../store/projects.js';
import { runtimeDependencies, sectionOf } from './runtime-dependencies.js';

/** Which file is asked for. `release` is a chroot's name or its beginning. */
export interface RepoQuery {
  readonly owner: string;
  readonly dirname: string;
  readonly release: string;
  readonly arch: string | undefined;
}

/** The file; or why there is none: no such project or directory, or no such chroot (then which there are). */
export type RepoAnswer = { file: RepoFile } | { missing: 'project' } | { missing: 'chroot'; available: string[] };

/** Finds project, directory and chroot (also one that is only kept), then what the project depends on. */
export async function repoFile(deps: Deps, query: RepoQuery): Promise<RepoAnswer> {
  const tx = deps.db.manager;
  const { owner, dirname, arch } = query;
  const project = await findProject(tx, owner, dirname.split(':')[0] ?? '');
  if (!project || !(await isDirOf(tx, project, dirname))) return { missing: 'project' };
  const names = (await keptChroots(tx, project.id)).map(({ name }) => name);
  const { resultsUrl, repoGpgcheck, frontendUrl, chrootAliases } = deps.config;
  const chroot = pickChroot(names, query, chrootAliases);
  if (chroot === undefined) return { missing: 'chroot', available: names };
  const dependencies = await runtimeDependencies(tx, project);
  const multilib = arch !== undefined && project.multilib ? twinOf(chroot, names) : undefined;
  const main = { ...sectionOf(project), dirname };
  return {
    file: { host: new URL(frontendUrl).hostname, resultsUrl, repoGpgcheck, chroot, main, multilib, ...dependencies },
  };
}

/**
 * Of those that begin so Copr takes whichever comes last from its database; the oldest, with us. An alias counts only where
 * the name itself finds nothing.
 */
function pickChroot(
  names: readonly string[],
  { release, arch }: RepoQuery,
  aliases: ReadonlyMap<string, string>,
): string | undefined {
  const isKnown = names.some((name) => name.startsWith(release));
  const meant = isKnown ? release : (aliases.get(release) ?? release);
  const wanted = arch === undefined ? meant : `${meant}-${arch}`;
  return names.find((name) => name.startsWith(wanted));
}

/** Every project has its main directory. */
async function isDirOf(tx: Tx, { id, name }: ProjectRow, dirname: string): Promise<boolean> {
  return dirname === name || hasDir(tx, id, dirname);
}

/** The 32-bit architecture of the same release, if the project builds for it. */
function twinOf(chroot: string, names: readonly string[]): string | undefined {
  const name = parseChrootName(chroot);
  return name?.arch === 'x86_64' && names.includes(`${name.release}-i386`) ? 'i386' : undefined;
}
