/** The definition of a source task as Copr's builders read it, and Copr's numbers of source types. */
import type { Engine, Lookaside, RepoEntry, SourceDefinition, SourceTypeName } from '@kopr/proto';
import { houseRepository, houseRepositoryPath, parseChrootName, parseUrl } from '@kopr/shared/domain';
import type { Build } from './build.js';
import { macrosOf, sandboxOf } from './definition.js';
import { repoEntries, trustedRepos } from './repos.js';
import { opened, ROOMS, trustedIn, type Addresses } from './rooms.js';
import { sourceTaskId } from './source-part.js';

/** What needs nobody to make it: a file whose URL ends so. */
const FINISHED = /(?<!\.nosrc)\.src\.rpm$/i;
/** What is a source package, also one that cannot be rebuilt. */
const PACKED = /\.(src|nosrc)\.rpm$/i;

/** Copr's source types. */
const SOURCE_TYPES = {
  unset: 0,
  link: 1,
  upload: 2,
  pypi: 5,
  rubygems: 6,
  scm: 8,
  custom: 9,
  distgit: 10,
} as const;
export type SourceType = keyof typeof SOURCE_TYPES;

type Params = Readonly<Record<string, unknown>>;

/** What the definition needs besides the build. */
export interface SourceInput {
  readonly type: SourceTypeName;
  /** The address of an upload begins with the name of a room. */
  readonly params: Params;
  readonly appstream: boolean;
  /** Names of the project's enabled chroots. */
  readonly projectChroots: readonly string[];
  /** The chroot that a script runs in; null for other sources, or when there is no such chroot any more. */
  readonly root: SourceRoot | null;
  readonly vendor: string;
  readonly allowPrivate: boolean;
  /** How rpm may fetch what a spec names. */
  readonly protocols: readonly string[];
  readonly maxSrpmBytes: number;
  readonly maxDownloadBytes: number;
  readonly lookasides: readonly Lookaside[];
  /** dist-git as people reach it. */
  readonly distGitUrl: string;
}

/** A chroot of the instance, as far as a script needs it. */
export interface SourceRoot {
  readonly name: string;
  readonly engine: Engine;
  readonly image: string | null;
  readonly mockConfig: string | null;
  readonly operatorRepos: readonly string[];
}

/** The URL of a finished SRPM, or null when the source must be made into one first. */
export function finishedSrpm(type: SourceType, params: Params): string | null {
  const url = fileUrl(type, params);
  return url !== null && FINISHED.test(pathOf(url)) ? url : null;
}

/** The source package that was submitted, as people see it; null for what is none yet. */
export function submittedPackage(type: SourceType, params: Params): string | null {
  const url = fileUrl(type, params);
  return url !== null && PACKED.test(pathOf(url)) ? url : null;
}

function fileUrl(type: SourceType, { url }: Params): string | null {
  return (type === 'link' || type === 'upload') && typeof url === 'string' ? url : null;
}

function pathOf(url: string): string {
  return parseUrl(url)?.pathname ?? url;
}

/** The definition as it is kept: Copr's record, in which `source_json` is text to be decoded once more, and our builder's part. */
export function sourceDefinition(build: Build, source: SourceInput): SourceDefinition {
  const repos = scriptRepos(build, source);
  return {
    task_id: sourceTaskId(build.id),
    build_id: build.id,
    project_owner: build.project.owner,
    project_name: build.project.name,
    project_dirname: build.project.dirname,
    submitter: build.submitter,
    package_name: build.package,
    sandbox: sandboxOf(build),
    background: build.options.background,
    chroot: source.type === 'custom' ? text(source.params['chroot']) : null,
    source_type: SOURCE_TYPES[source.type],
    source_json: JSON.stringify(source.params),
    appstream: source.appstream,
    repos,
    distributions_in_project: releases(source.projectChroots),
    distributions_in_build: releases(build.chroots.map((chroot) => chroot.name)),
    kopr: builderPart(build, source, repos),
  };
}

function builderPart(build: Build, source: SourceInput, repos: readonly RepoEntry[]): SourceDefinition['kopr'] {
  const place = { results: ROOMS.results, chroot: text(source.params['chroot']) ?? '' };
  return {
    type: source.type,
    engine: source.root?.engine ?? 'rpmbuild',
    mock_config: source.root?.mockConfig ?? null,
    pin: build.source.pin ?? { commit: null, version: null },
    secret: build.source.secret,
    house_repository: houseSource(source),
    intake_url: `${ROOMS.distGit}/intake`,
    trusted_repos: trustedRepos(repos, operatorReposOf(source), place),
    allow_private: source.allowPrivate,
    max_srpm_bytes: source.maxSrpmBytes,
    max_download_bytes: source.maxDownloadBytes,
    lookasides: [...source.lookasides],
    macros: { ...macrosOf(build, source.vendor), ...fetching(source) },
  };
}

/** The repository of our own dist-git that a source comes from, whichever project it belongs to; null: another's. */
function houseSource({ type, params, distGitUrl }: SourceInput): string | null {
  const isGit = type === 'distgit' || (type === 'scm' && (params['type'] ?? 'git') === 'git');
  const found = houseRepository(isGit ? (text(params['clone_url']) ?? '') : '', distGitUrl);
  return found ? houseRepositoryPath(found) : null;
}

/** Only by what proves who the server is, if the operator does not say else; a spec that was uploaded may name what it likes. */
function fetching({ type, protocols }: SourceInput): Record<string, string> {
  return type === 'upload' ? {} : { __urlhelper_localopts: `--proto -all,+${protocols.join(',+')}` };
}

/** The repositories that a script asks for and those of its chroot, without the project's own. */
function scriptRepos({ project }: Build, source: SourceInput): RepoEntry[] {
  const { type, params } = source;
  const chroot = text(params['chroot']);
  if (type !== 'custom' || chroot === null) return [];
  const asked = (text(params['repos']) ?? '').split(/\s+/).filter((url) => url !== '');
  const own = { owner: project.owner, name: project.name, dirname: project.name };
  const plain = { develMode: false, priority: null, moduleHotfixes: false };
  const urls = [...asked, ...operatorReposOf(source)];
  return repoEntries({ ...own, ...plain, results: ROOMS.results, chroot, urls }).slice(1);
}

function operatorReposOf({ root }: SourceInput): readonly string[] {
  return root?.operatorRepos ?? [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function releases(chroots: readonly string[]): string[] {
  return [...new Set(chroots.map((name) => parseChrootName(name)?.release ?? name))].sort();
}

/** The definition as it is served: with addresses that the asker can reach. */
export function addressedSource(definition: SourceDefinition, addresses: Addresses): SourceDefinition {
  const { kopr, repos, source_json } = definition;
  return {
    ...definition,
    source_json: withAddresses(source_json, kopr, addresses),
    repos: repos.map((repo) => ({ ...repo, baseurl: opened(repo.baseurl, addresses) })),
    kopr: {
      ...kopr,
      intake_url: opened(kopr.intake_url, addresses),
      trusted_repos: trustedIn(definition),
      lookasides: [...kopr.lookasides, ...houseLookaside(kopr, addresses)],
    },
  };
}

/** Only of uploads and of our own repositories the address is ours. */
function withAddresses(
  json: string,
  { type, house_repository: house }: SourceDefinition['kopr'],
  addresses: Addresses,
): string {
  if (type === 'upload') return withUrl(json, addresses);
  if (house == null) return json;
  const params = JSON.parse(json) as Record<string, unknown>;
  return JSON.stringify({ ...params, clone_url: `${addresses.distGit}/git/${house}` });
}

function houseLookaside({ house_repository: house }: SourceDefinition['kopr'], { distGit }: Addresses): Lookaside[] {
  if (house == null) return [];
  const archiveUri = `${distGit}/repo/pkgs/{namespace}/{pkgname}/{filename}/{hashtype}/{hash}/{filename}`;
  return [{ name: 'kopr', cloneUrl: `${distGit}/git`, archiveUri }];
}

function withUrl(json: string, addresses: Addresses): string {
  const params = JSON.parse(json) as Record<string, unknown>;
  const { url } = params;
  return typeof url === 'string' ? JSON.stringify({ ...params, url: opened(url, addresses) }) : json;
}
