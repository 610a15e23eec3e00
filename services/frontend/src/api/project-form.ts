/** What may be sent to create a project, with Copr's rules, defaults and texts. */
import { z } from 'zod';
import { whyNotProjectName } from '../domain/names.js';
import type { ProjectWish } from '../verbs/create-project.js';
import type { Aliases } from './aliases.js';
import { choice, flag, integer, line, names, notChoices, prose, requiredLine, words } from './fields.js';
import { splitWords, whyNotContact, whyNotHttpUrl, whyNotRepos } from './urls.js';

const BOOTSTRAP = ['default', 'on', 'off', 'image'] as const;
const ISOLATION = ['default', 'nspawn', 'simple'] as const;
const DAYS = { min: -1, max: 720 };

/** The form; which chroots there are is known only to the database. */
export function projectForm(activeChroots: readonly string[]) {
  const isActive = (found: readonly string[]) =>
    found.length === 0 ? "'[]' is not a valid choice for this field." : whyNotActive(activeChroots, found);
  return z.object({
    ...settingsFields(),
    delete_after_days: integer({ ...DAYS, about: 'days until the project is deleted; -1: never' }),
    persistent: flag(false, { about: 'cannot be deleted; only admins may say yes' }),
    name: requiredLine({ check: whyNotProjectName, about: 'letters, digits, `_`, `-` and `.`', example: 'hello' }),
    chroots: names({ check: isActive, about: 'chroots to build for', example: ['fedora-42-x86_64'] }),
  });
}

/** What is wrong with names that should be active chroots. */
export function whyNotActive(active: readonly string[], found: readonly string[]): string | undefined {
  const bad = found.filter((name) => !active.includes(name));
  return bad.length === 0 ? undefined : notChoices(bad);
}

/** What may be set of a project at any time, in the order in which Copr tells of errors. */
export function settingsFields() {
  return {
    homepage: line({ check: whyNotHttpUrl, about: 'a URL', example: 'https://example.org/hello' }),
    contact: line({ check: whyNotContact, about: 'an e-mail address or a URL', example: 'jane@example.org' }),
    description: prose({ about: 'what it is, in Markdown', example: 'Says hello.' }),
    instructions: prose({ about: 'how to install it, in Markdown' }),
    delete_after_days: integer({ about: 'days until the project is deleted; -1: never' }),
    repos: words({ check: whyNotRepos, about: 'repositories that builds may use: URLs, or `copr://owner/project`' }),
    runtime_dependencies: words({ check: whyNotRepos, about: 'repositories that the packages need when installed' }),
    packit_forge_projects_allowed: words({ about: 'forge projects, as github.com/owner/name' }),
    devel_mode: flag(false, { about: 'createrepo only on demand' }),
    unlisted_on_hp: flag(false, { about: 'is not shown among all projects, nor found' }),
    auto_prune: flag(true, {
      about: 'results of old builds go when newer ones supersede them; only admins may say no',
    }),
    enable_net: flag(false, { about: 'builds may use the network' }),
    bootstrap: choice(BOOTSTRAP, 'default', { about: 'how mock makes the build root' }),
    use_bootstrap_container: flag(false, { about: 'the older way to say `bootstrap`: on' }),
    isolation: choice(ISOLATION, 'default', { about: 'how mock isolates the build root' }),
    follow_fedora_branching: flag(true, { about: 'a new Fedora is built for as soon as it branches' }),
    multilib: flag(false, { about: 'the `.repo` file of x86_64 names the 32-bit repository, too' }),
    module_hotfixes: flag(false, { about: 'packages may replace those of modules' }),
    fedora_review: flag(false, { about: 'builds shall be reviewed as new packages of Fedora; kept, but none are yet' }),
    appstream: flag(false, { about: 'repositories shall tell of applications; kept, but none do yet' }),
    repo_priority: integer({ min: 1, about: 'of the repository in dnf; a smaller one wins' }),
    // An admin's `pulp` is recorded as taken, with 200, so scripts may send it; yet here is one storage only.
    storage: choice(['', 'backend', 'pulp'], '', { about: 'admins only; whatever it says, results lie in files' }),
  };
}

/** Other names of keys that clients send. */
export const PROJECT_ALIASES: Aliases = { additional_repos: 'repos', disable_createrepo: 'devel_mode' };

/** The body with what stands under other names only. */
export function withAliases(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = { ...body };
  for (const [alias, name] of Object.entries(PROJECT_ALIASES)) named[name] ??= body[alias];
  return named;
}

type Settings = Omit<ProjectWish, 'name' | 'persistent' | 'chroots'>;
type SettingsForm = z.output<z.ZodObject<ReturnType<typeof settingsFields>>>;

/** The form as the verb wants it. */
export function wishOf(form: z.output<ReturnType<typeof projectForm>>): ProjectWish {
  const { name, persistent, chroots } = form;
  return { ...settingsOf(form), name, persistent, chroots: [...new Set(chroots)] };
}

/** The settings alone. */
export function settingsOf(form: SettingsForm): Settings {
  const { bootstrap, use_bootstrap_container: container, delete_after_days: days } = form;
  return {
    homepage: form.homepage ?? null,
    contact: form.contact ?? null,
    description: form.description,
    instructions: form.instructions,
    deleteAfterDays: days === -1 ? null : days,
    additionalRepos: form.repos,
    runtimeDependencies: form.runtime_dependencies,
    packitForgeProjectsAllowed: splitWords(form.packit_forge_projects_allowed),
    develMode: form.devel_mode,
    unlistedOnHp: form.unlisted_on_hp,
    autoPrune: form.auto_prune,
    enableNet: form.enable_net,
    bootstrap: bootstrap === 'default' && container ? 'on' : bootstrap,
    isolation: form.isolation,
    followFedoraBranching: form.follow_fedora_branching,
    multilib: form.multilib,
    moduleHotfixes: form.module_hotfixes,
    fedoraReview: form.fedora_review,
    appstream: form.appstream,
    repoPriority: form.repo_priority,
  };
}
