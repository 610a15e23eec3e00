/** The objects of API v3, from what the store gives. Every key is always there; `kopr_…` keys are ours, clients ignore them. */
import type { Config } from '../config.js';
import { reasonOf, resultUrlOf, stateOf, type BuildOutline, type Chroot } from '../domain/build.js';
import { submittedPackage } from '../domain/source-definition.js';
import { userOf } from '../domain/submitter.js';
import type { Outlined } from '../store/build-lists.js';
import type { ProjectRow } from '../store/projects.js';
import { uploadUrl } from '../verbs/source-order.js';

/** A project, with the names of its enabled chroots. */
export function projectObject(project: ProjectRow, chroots: readonly string[], { resultsUrl }: Config) {
  const { owner, name } = project;
  const repo = (chroot: string) => [chroot, `${resultsUrl}/${owner}/${name}/${chroot}/`] as const;
  return {
    id: project.id,
    name,
    ownername: owner,
    full_name: `${owner}/${name}`,
    homepage: project.homepage,
    contact: project.contact,
    description: project.description,
    instructions: project.instructions,
    devel_mode: project.develMode,
    persistent: project.persistent,
    unlisted_on_hp: project.unlistedOnHp,
    auto_prune: project.autoPrune,
    chroot_repos: Object.fromEntries(chroots.map(repo)),
    additional_repos: project.additionalRepos,
    enable_net: project.enableNet,
    bootstrap: project.bootstrap,
    isolation: project.isolation,
    module_hotfixes: project.moduleHotfixes,
    appstream: project.appstream,
    packit_forge_projects_allowed: project.packitForgeProjectsAllowed,
    follow_fedora_branching: project.followFedoraBranching,
    repo_priority: project.repoPriority,
    storage: 'backend',
  };
}

/** A build. `kopr_batch`: the number of its batch. `kopr_reason`: why it failed or was canceled, in words; null otherwise. */
export function buildObject(outlined: Outlined, config: Config) {
  const { build, project } = outlined;
  return {
    id: build.id,
    state: stateOf(build),
    ownername: project.owner,
    projectname: project.name,
    project_dirname: build.project.dirname,
    repo_url: `${config.resultsUrl}/${project.owner}/${project.name}`,
    source_package: { name: build.package, version: build.version, url: sourceUrl(outlined, config) },
    submitted_on: seconds(build.submittedAt),
    started_on: startedOn(build),
    ended_on: endedOn(build),
    submitter: userOf(build.submitter),
    chroots: build.chroots.map((chroot) => chroot.name),
    is_background: build.options.background,
    kopr_batch: build.batch?.id ?? null,
    kopr_reason: reasonOf(build),
  };
}

/** A build's part for one chroot. `kopr_reason` as for the build; `kopr_attempt` counts runs, from 1. */
export function buildChrootObject(chroot: Chroot, { resultsUrl }: Config) {
  return {
    name: chroot.name,
    state: chroot.state,
    started_on: chroot.startedAt && seconds(chroot.startedAt),
    ended_on: chroot.endedAt && seconds(chroot.endedAt),
    result_url: resultUrlOf(chroot, resultsUrl),
    kopr_reason: chroot.reason,
    kopr_attempt: chroot.progress.attempt,
  };
}

/** The SRPM that was built, or else the one that was submitted; an uploaded file as long as it is there. */
function sourceUrl({ row, upload }: Outlined, { frontendUrl, resultsUrl }: Config): string | null {
  if (row.srpm !== null) return `${resultsUrl}/${row.srpm}`;
  const url = upload ? uploadUrl(frontendUrl, upload) : row.sourceParams['url'];
  return submittedPackage(row.sourceType, { url });
}

/** When the first chroot started, in unix seconds. */
function startedOn({ chroots }: BuildOutline): number | null {
  const times = chroots.flatMap(({ startedAt }) => (startedAt ? [seconds(startedAt)] : []));
  return times.length === 0 ? null : Math.min(...times);
}

/** When the last chroot ended, once all have. */
function endedOn({ chroots }: BuildOutline): number | null {
  const times = chroots.flatMap(({ endedAt }) => (endedAt ? [seconds(endedAt)] : []));
  return times.length === 0 || times.length < chroots.length ? null : Math.max(...times);
}

/** Unix seconds, as all times of the API. */
function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
