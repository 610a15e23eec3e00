/** Collects what a `.repo` file is made of. */
import type { Tx } from '@kopr/shared/outbox';
import { parseChrootName } from '@kopr/shared/domain';
import type { Deps } from '../deps.js';
import type { RepoFile, RepoSection } from '../domain/repo-file.js';
import { splitPriority } from '../domain/repos.js';
import { chrootsOf, hasDir } from '../store/project-parts.js';
import { findProject, type ProjectRow } from '../store/projects.js';

/** Which file is asked for. `release` is a chroot's name or its beginning. */
export interface RepoQuery {
  readonly owner: string;
  readonly dirname: string;
  readonly release: string;
  readonly arch: string | undefined;
}

/** The file; or why there is none: no such project or directory, or no such chroot (then which there are). */
export type RepoAnswer = { file: RepoFile } | { missing: 'project' } | { missing: 'chroot'; available: string[] };

/** Finds project, directory and chroot, then the project's runtime dependencies and theirs. */
export async function repoFile(deps: Deps, query: RepoQuery): Promise<RepoAnswer> {
  const tx = deps.db.manager;
  const { owner, dirname, release, arch } = query;
  const project = await findProject(tx, owner, dirname.split(':')[0] ?? '');
  if (!project || !(await hasDir(tx, project.id, dirname))) return { missing: 'project' };
  const names = (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name);
  const wanted = arch === undefined ? release : `${release}-${arch}`;
  // Copr's way: the last that begins so.
  const chroot = names.filter((name) => name.startsWith(wanted)).at(-1);
  if (chroot === undefined) return { missing: 'chroot', available: names };
  const dependencies = await dependenciesOf(tx, project);
  const multilib = arch !== undefined && project.multilib ? twinOf(chroot, names) : undefined;
  const { resultsUrl, repoGpgcheck, frontendUrl } = deps.config;
  const main = { ...sectionOf(project), dirname };
  return {
    file: { host: new URL(frontendUrl).hostname, resultsUrl, repoGpgcheck, chroot, main, multilib, ...dependencies },
  };
}

/** The 32-bit architecture of the same release, if the project builds for it. */
function twinOf(chroot: string, names: readonly string[]): string | undefined {
  const name = parseChrootName(chroot);
  return name?.arch === 'x86_64' && names.includes(`${name.release}-i386`) ? 'i386' : undefined;
}

function sectionOf(project: ProjectRow): RepoSection {
  const { owner, name, moduleHotfixes, repoPriority } = project;
  return { owner, project: name, dirname: name, moduleHotfixes, priority: repoPriority };
}

interface Dependencies {
  readonly internal: RepoSection[];
  readonly external: string[];
  readonly missing: string[];
}

/** Breadth first, each once, the project itself not at all. */
async function dependenciesOf(tx: Tx, project: ProjectRow): Promise<Dependencies> {
  const found: Dependencies = { internal: [], external: [], missing: [] };
  const seen = new Set([`copr://${project.owner}/${project.name}`]);
  const waiting = [...project.runtimeDependencies];
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    const key = url.startsWith('copr://') ? splitPriority(url).address : url;
    if (seen.has(key)) continue;
    seen.add(key);
    if (key === url && !url.startsWith('copr://')) found.external.push(url);
    else waiting.push(...(await noteInternal(tx, key, found)));
  }
  return found;
}

/** Notes a project that is depended on; answers what it depends on itself. */
async function noteInternal(tx: Tx, address: string, found: Dependencies): Promise<string[]> {
  const [owner = '', name = ''] = address.slice('copr://'.length).split('/');
  const project = await findProject(tx, owner, name);
  if (!project) {
    found.missing.push(`${owner}/${name}`);
    return [];
  }
  found.internal.push(sectionOf(project));
  return project.runtimeDependencies;
}
