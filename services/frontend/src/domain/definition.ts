/** The definition of an RPM task: Copr's record plus what our builder needs. Addresses stay open until it is served. */
import type { Engine, RepoEntry, RpmDefinition } from '@kopr/proto';
import { taskIdOf, type Build } from './build.js';
import { togglesOf } from './modules.js';
import { repoEntries, trustedRepos } from './repos.js';
import { opened, ROOMS, trustedIn, type Addresses } from './rooms.js';
import { userOf } from './submitter.js';

/** The settings of a project that go into its tasks. */
export interface ProjectSettings {
  readonly develMode: boolean;
  readonly enableNet: boolean;
  readonly bootstrap: string;
  readonly isolation: string;
  readonly fedoraReview: boolean;
  readonly appstream: boolean;
  readonly moduleHotfixes: boolean;
  readonly repoPriority: number | null;
  readonly additionalRepos: readonly string[];
}

/** A chroot as a project has it: what the instance says about it, and the project's own settings for it. */
export interface Root {
  readonly name: string;
  readonly branch: string;
  readonly engine: Engine;
  readonly image: string | null;
  readonly mockConfig: string | null;
  /** The project's for this chroot. */
  readonly repos: readonly string[];
  /** The instance's. */
  readonly operatorRepos: readonly string[];
  readonly packages: readonly string[];
  readonly withOpts: readonly string[];
  readonly withoutOpts: readonly string[];
  /** `name:stream`, or with `!` before it. */
  readonly modules: readonly string[];
  readonly isolation: string;
  readonly bootstrap: string;
  /** For the bootstrap `custom_image`. */
  readonly bootstrapImage: string | null;
}

/** Everything that a definition is made of. The source is null while it is not imported. */
export interface DefinitionInput {
  readonly build: Build;
  readonly root: Root;
  readonly project: ProjectSettings;
  readonly source: { package: string; version: string; repository: string; commit: string } | null;
  readonly memoryMb: number;
  readonly vendor: string;
  /** Whether repositories that users name may be in private networks. */
  readonly allowPrivate: boolean;
}

/** Makes the definition as it is kept: addresses begin with the name of a room (`kopr:results/…`) instead of a host. */
export function rpmDefinition(input: DefinitionInput): RpmDefinition {
  const { build, root, project, source } = input;
  const { owner, name, dirname } = build.project;
  const repository = source?.repository ?? `${owner}/${dirname}`;
  const repos = projectRepos(build.project, root, project);
  return {
    task_id: taskIdOf(build.id, root.name),
    build_id: build.id,
    project_owner: owner,
    sandbox: sandboxOf(build),
    background: build.options.background,
    chroot: root.name,
    tags: [],
    allow_user_ssh: false,
    project_name: name,
    project_dirname: dirname,
    submitter: build.submitter,
    repos,
    memory_reqs: input.memoryMb,
    timeout: build.options.timeoutS,
    enable_net: build.options.enableNet ?? project.enableNet,
    git_repo: `${ROOMS.distGit}/git/${repository}`,
    git_hash: source?.commit ?? null,
    package_name: source?.package ?? null,
    package_version: source?.version ?? null,
    uses_devel_repo: project.develMode,
    isolation: firstSet(build.options.isolation, root.isolation, project.isolation),
    fedora_review: project.fedoraReview,
    appstream: project.appstream,
    repo_priority: project.repoPriority,
    ssh_public_keys: null,
    storage: 0,
    buildroot_pkgs: [...root.packages],
    with_opts: [...root.withOpts],
    without_opts: [...root.withoutOpts],
    ...(root.modules.length === 0 ? {} : { modules: { toggle: togglesOf(root.modules) } }),
    ...bootstrap(input),
    kopr: {
      engine: root.engine,
      mock_config: root.mockConfig,
      archive_url: `${ROOMS.distGit}/archive/${repository}/${source?.commit ?? 'none'}.tar`,
      lookaside_url: `${ROOMS.distGit}/repo/pkgs/${repository}`,
      intake_url: `${ROOMS.intake}/intake`,
      trusted_repos: trustedRepos(repos, root.operatorRepos, { results: ROOMS.results, chroot: root.name }),
      allow_private: input.allowPrivate,
      macros: macrosOf(build, input.vendor),
    },
  };
}

/** The definition as it is served: with addresses that the asker can reach. */
export function addressed(definition: RpmDefinition, addresses: Addresses): RpmDefinition {
  const { kopr } = definition;
  return {
    ...definition,
    repos: definition.repos.map((repo) => ({ ...repo, baseurl: opened(repo.baseurl, addresses) })),
    git_repo: opened(definition.git_repo, addresses),
    kopr: {
      ...kopr,
      archive_url: opened(kopr.archive_url, addresses),
      lookaside_url: opened(kopr.lookaside_url, addresses),
      intake_url: opened(kopr.intake_url, addresses),
      trusted_repos: trustedIn(definition),
    },
  };
}

/** Copr's domain of machines that may be reused for one another: never for two builds of webhooks, which strangers may cause. */
export function sandboxOf(build: Build): string {
  return `${build.project.owner}/${build.project.name}--${userOf(build.submitter) ?? `build-${build.id}`}`;
}

/** The repositories that a project's build root has. `results`: address of the results tree. */
export function projectRepos(
  { owner, name, dirname }: Pick<Build['project'], 'owner' | 'name' | 'dirname'>,
  root: Root,
  project: ProjectSettings,
  results: string = ROOMS.results,
): RepoEntry[] {
  return repoEntries({
    results,
    owner,
    name,
    dirname,
    chroot: root.name,
    develMode: project.develMode,
    priority: project.repoPriority,
    moduleHotfixes: project.moduleHotfixes,
    urls: [...project.additionalRepos, ...root.repos, ...root.operatorRepos],
  });
}

/** What every task's packages are told of where they come from. `vendor`: the instance's. */
export function macrosOf({ id, project: { owner, name } }: Build, vendor: string): Record<string, string> {
  const kind = owner.startsWith('@') ? 'group' : 'user';
  return {
    copr_username: owner,
    copr_projectname: name,
    vendor: `${vendor} - ${kind} ${owner}`,
    buildtag: `.copr${id}`,
  };
}

/** Left out when it is the default, as Copr does. An image is the chroot's own, so it counts only where the chroot decides. */
function bootstrap({ build, root, project }: DefinitionInput): { bootstrap?: string; bootstrap_image?: string } {
  const value = firstSet(build.options.bootstrap, root.bootstrap, project.bootstrap);
  if (value === 'default') return {};
  if (value !== 'custom_image' || root.bootstrapImage === null) return { bootstrap: value };
  return { bootstrap: value, bootstrap_image: root.bootstrapImage };
}

/** The first that is not `unchanged`. */
function firstSet(...values: (string | null)[]): string {
  return values.find((value) => value !== null && value !== 'unchanged') ?? 'default';
}
