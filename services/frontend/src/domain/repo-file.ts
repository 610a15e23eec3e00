/** The text of a `.repo` file, line by line as Copr writes it: dnf's plugin takes the first line's section name at its word. */
import { parseChrootName } from '@kopr/shared/domain';
import { filledIn, repoIdOf, splitPriority } from './repos.js';

/** A repository of ours, as a section shows it. */
export interface RepoSection {
  readonly owner: string;
  readonly project: string;
  readonly dirname: string;
  readonly moduleHotfixes: boolean;
  readonly priority: number | null;
}

/** Whose repositories are told of, and where. */
export interface Place {
  /** The instance's host name, without port: what people type. */
  readonly host: string;
  readonly main: Pick<RepoSection, 'owner' | 'project'>;
}

/** What the file is made of. */
export interface RepoFile {
  /** The instance's host name, without port: what people type. */
  readonly host: string;
  readonly resultsUrl: string;
  readonly chroot: string;
  readonly repoGpgcheck: boolean;
  readonly main: RepoSection;
  /** The 32-bit architecture that a 64-bit root also takes packages of, if any. */
  readonly multilib: string | undefined;
  /** Runtime dependencies that are projects here, then those that are elsewhere. */
  readonly internal: readonly RepoSection[];
  readonly external: readonly string[];
  /** Dependencies that are no projects any more. */
  readonly missing: readonly string[];
}

/** The whole file. */
export function repoFileText(file: RepoFile): string {
  const { main, internal, external, missing, multilib } = file;
  const sections = [
    mainSection(file),
    ...(multilib === undefined ? [] : [multilibSection(file, multilib)]),
    ...internal.map((dependency, i) => internalSection(file, dependency, i + 1)),
    ...external.map((url, i) => externalSection(file, url, i + 1)),
  ];
  const notes = missing.map(
    (name) => `# This repository (${main.owner}/${main.project}) depends on ${name}, which does not exist`,
  );
  return joined([...sections, ...notes]);
}

/** Copr leaves no blank line behind a section that ends with an option of its own. */
function joined(sections: readonly string[]): string {
  const gap = (section: string) => (/\n(module_hotfixes|priority)=\d+$/.test(section) ? '\n' : '\n\n');
  return `${sections.map((section, i) => (i === sections.length - 1 ? section : section + gap(section))).join('')}\n`;
}

/** dnf fills in the release where distributions number them plainly; elsewhere the real one stands. */
function baseName(chroot: string): string {
  const name = parseChrootName(chroot);
  if (!name) return chroot;
  const plain = ['fedora', 'centos-stream', 'opensuse-leap'].includes(name.os);
  const mageia = name.os === 'mageia' && name.version !== 'cauldron';
  return `${name.os}-${plain || mageia ? '$releasever' : name.version}`;
}

/** An owner as ids have it. */
const ownerId = (owner: string) => owner.replace(/^@/, 'group_');

/** A file's or section's id and name for a dependency that is a project here. */
export function internalHeading({ host, main }: Place, { owner, project }: RepoSection, number: number) {
  return {
    id: `coprdep:${host}:${ownerId(owner)}:${project}`,
    name: `Copr ${host}/${main.owner}/${main.project} runtime dependency #${number} - ${owner}/${project}`,
  };
}

/** The same for one elsewhere. */
export function externalHeading({ host, main }: Place, url: string, number: number) {
  const id = repoIdOf(url);
  return {
    id: `coprdep:${id}`,
    name: `Copr ${host}/${main.owner}/${main.project} external runtime dependency #${number} - ${id}`,
  };
}

function mainSection(file: RepoFile): string {
  const { host, main } = file;
  return ownSection(file, main, {
    id: `copr:${host}:${ownerId(main.owner)}:${main.dirname}`,
    name: `Copr repo for ${main.dirname} owned by ${main.owner}`,
    arch: '$basearch',
  });
}

function multilibSection(file: RepoFile, arch: string): string {
  const { host, main } = file;
  return ownSection(file, main, {
    id: `copr:${host}:${ownerId(main.owner)}:${main.dirname}:ml`,
    name: `Copr repo for ${main.dirname} owned by ${main.owner} (${arch})`,
    arch,
    cost: 1100,
  });
}

function internalSection(file: RepoFile, dependency: RepoSection, number: number): string {
  return ownSection(file, dependency, { ...internalHeading(file, dependency, number), arch: '$basearch' });
}

interface Heading {
  readonly id: string;
  readonly name: string;
  readonly arch: string;
  readonly cost?: number;
}

function ownSection({ resultsUrl, chroot, repoGpgcheck }: RepoFile, repo: RepoSection, heading: Heading): string {
  const base = `${resultsUrl}/${repo.owner}/${repo.dirname}`;
  return [
    `[${heading.id}]`,
    `name=${heading.name}`,
    `baseurl=${base}/${baseName(chroot)}-${heading.arch}/`,
    'type=rpm-md',
    'skip_if_unavailable=True',
    'gpgcheck=1',
    `gpgkey=${base}/pubkey.gpg`,
    `repo_gpgcheck=${repoGpgcheck ? 1 : 0}`,
    ...(heading.cost === undefined ? [] : [`cost=${heading.cost}`]),
    'enabled=1',
    'enabled_metadata=1',
    ...(repo.moduleHotfixes ? ['module_hotfixes=1'] : []),
    ...(repo.priority === null ? [] : [`priority=${repo.priority}`]),
  ].join('\n');
}

function externalSection(file: RepoFile, url: string, number: number): string {
  const { id, name } = externalHeading(file, url, number);
  return [
    `[${id}]`,
    `name=${name}`,
    `baseurl=${filledIn(splitPriority(url).address, file.chroot)}`,
    'type=rpm-md',
    'skip_if_unavailable=True',
    'repo_gpgcheck=0',
    'gpgcheck=0',
    'enabled=1',
    'enabled_metadata=1',
  ].join('\n');
}
