/** The definition of a source task as Copr's builders read it, and Copr's numbers of source types. */
import type { RepoEntry } from '@kopr/proto';
import { parseChrootName, parseUrl } from '@kopr/shared/domain';
import { sandboxOf } from './definition.js';
import { repoEntries } from './repos.js';
import type { Build } from './build.js';

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

/** What the record needs besides the build. */
export interface SourceInput {
  readonly type: SourceType;
  readonly params: Params;
  /** Address of the results tree. */
  readonly resultsUrl: string;
  readonly appstream: boolean;
  readonly projectChroots: readonly string[];
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

/** Copr's record; `source_json` is text that is decoded once more. */
export function sourceDefinition(build: Build, source: SourceInput): Record<string, unknown> {
  const chroot = source.type === 'custom' ? text(source.params['chroot']) : null;
  return {
    task_id: String(build.id),
    build_id: build.id,
    project_owner: build.project.owner,
    project_name: build.project.name,
    project_dirname: build.project.dirname,
    submitter: build.submitter,
    package_name: build.package,
    sandbox: sandboxOf(build),
    background: build.options.background,
    chroot,
    source_type: SOURCE_TYPES[source.type],
    source_json: JSON.stringify(source.params),
    appstream: source.appstream,
    repos: chroot === null ? [] : externalRepos(build, chroot, source),
    distributions_in_project: releases(source.projectChroots),
    distributions_in_build: releases(build.chroots.map((chroot) => chroot.name)),
  };
}

/** The repositories that a script asks for, without those of the project. */
function externalRepos({ project }: Build, chroot: string, { params, resultsUrl }: SourceInput): RepoEntry[] {
  const urls = (text(params['repos']) ?? '').split(/\s+/).filter((url) => url !== '');
  const own = { owner: project.owner, name: project.name, dirname: project.name };
  const plain = { develMode: false, priority: null, moduleHotfixes: false };
  return repoEntries({ ...own, ...plain, results: resultsUrl, chroot, urls }).slice(1);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function releases(chroots: readonly string[]): string[] {
  return [...new Set(chroots.map((name) => parseChrootName(name)?.release ?? name))].sort();
}
