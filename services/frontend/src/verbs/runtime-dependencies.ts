/** What a project needs at run time: its dependencies and theirs. */
import type { Tx } from '@kopr/shared/outbox';
import type { RepoSection } from '../domain/repo-file.js';
import { splitPriority } from '../domain/repos.js';
import { findProjects, type ProjectRow } from '../store/projects.js';

/** Projects here, addresses elsewhere, and projects that are not there any more; each in the order of first mention. */
export interface Dependencies {
  readonly internal: readonly RepoSection[];
  readonly external: readonly string[];
  readonly missing: readonly string[];
}

/** More than anybody can mean; then the rest is left out. */
const MAX_DEPENDENCIES = 200;

interface Found {
  readonly internal: RepoSection[];
  readonly external: string[];
  readonly missing: string[];
  readonly seen: Set<string>;
}

/** Level by level, each project once and with its main directory, as in Copr; the project itself not at all. */
export async function runtimeDependencies(tx: Tx, project: ProjectRow): Promise<Dependencies> {
  const seen = new Set([`copr://${project.owner}/${project.name}`]);
  const found: Found = { internal: [], external: [], missing: [], seen };
  let level: readonly string[] = project.runtimeDependencies;
  while (level.length > 0) level = await noteLevel(tx, takeNew(level, found), found);
  return found;
}

/** Internal addresses that were not seen before; external ones are noted at once. */
function takeNew(urls: readonly string[], { seen, external }: Found): string[] {
  const fresh: string[] = [];
  for (const url of urls) {
    const isInternal = url.startsWith('copr://');
    const key = isInternal ? mainAddress(url) : url;
    if (seen.has(key) || seen.size > MAX_DEPENDENCIES) continue;
    seen.add(key);
    (isInternal ? fresh : external).push(key);
  }
  return fresh;
}

/** Notes projects that are depended on; answers what they depend on themselves. */
async function noteLevel(tx: Tx, addresses: readonly string[], found: Found): Promise<string[]> {
  const named = addresses.map(partsOf);
  const projects = await findProjects(tx, named);
  return named.flatMap(({ owner, name }) => {
    const project = projects.find((candidate) => candidate.owner === owner && candidate.name === name);
    if (!project) found.missing.push(`${owner}/${name}`);
    else found.internal.push(sectionOf(project));
    return project?.runtimeDependencies ?? [];
  });
}

/** Sections are named after projects, so a side directory cannot stand beside the main one. */
function mainAddress(url: string): string {
  const { owner, name } = partsOf(splitPriority(url).address);
  return `copr://${owner}/${name}`;
}

function partsOf(address: string) {
  const [owner = '', dirname = ''] = address.slice('copr://'.length).split('/');
  return { owner, name: dirname.split(':')[0] ?? '' };
}

/** A project's main directory as a section of a `.repo` file. */
export function sectionOf(project: ProjectRow): RepoSection {
  const { owner, name, moduleHotfixes, repoPriority } = project;
  return { owner, project: name, dirname: name, moduleHotfixes, priority: repoPriority };
}
