/** What planning and definitions need to know of a project, as it is now. */
import type { ResourceClass } from '@kopr/proto';
import type { Tx } from '@kopr/shared/outbox';
import type { Config } from '../config.js';
import type { Deps } from '../deps.js';
import type { ProjectSettings, Root } from '../domain/definition.js';
import type { PlanInput } from '../domain/plan.js';
import { findPackage } from '../store/packages.js';
import { chrootsOf, type EnabledChroot } from '../store/project-parts.js';
import type { ProjectRow } from '../store/projects.js';

/** Read in the transaction of the decision. */
export async function planInput(deps: Deps, tx: Tx, project: ProjectRow): Promise<PlanInput> {
  const { vendor, builderImage, allowPrivateSources: allowPrivate } = deps.config;
  const roots = await chrootsOf(tx, project.id);
  return {
    project: settingsOf(project),
    roots: roots.map(rootOf),
    class: taskClass(deps.config),
    vendor,
    allowPrivate,
    builderImage,
  };
}

/** The same for a package that was imported. */
export async function importInput(deps: Deps, tx: Tx, project: ProjectRow, name: string): Promise<PlanInput> {
  const known = await findPackage(tx, project.id, name);
  return { ...(await planInput(deps, tx, project)), denylist: known?.chrootDenylist ?? [] };
}

/** What a task may use. */
export function taskClass({ taskMemoryMb, taskCpus, taskPids, taskDiskMb }: Config): ResourceClass {
  return { memoryMb: taskMemoryMb, cpus: taskCpus, pids: taskPids, diskMb: taskDiskMb };
}

/** The settings of a project that its tasks obey. */
export function settingsOf(project: ProjectRow): ProjectSettings {
  const { develMode, enableNet, bootstrap, isolation, fedoraReview, appstream } = project;
  const { moduleHotfixes, repoPriority, additionalRepos } = project;
  return {
    develMode,
    enableNet,
    bootstrap,
    isolation,
    fedoraReview,
    appstream,
    moduleHotfixes,
    repoPriority,
    additionalRepos,
  };
}

/** A chroot as planning knows it. */
export function rootOf({ own, mock }: EnabledChroot): Root {
  const { name, branch, engine, image, mockConfig } = mock;
  return {
    name,
    branch,
    engine,
    image,
    mockConfig,
    repos: own.additionalRepos,
    operatorRepos: mock.extraRepos,
    packages: own.additionalPackages,
    withOpts: own.withOpts,
    withoutOpts: own.withoutOpts,
    modules: own.additionalModules,
    isolation: own.isolation,
    bootstrap: own.bootstrap,
    bootstrapImage: own.bootstrapImage,
  };
}
