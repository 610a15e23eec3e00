/** API v3: changing a project. Only what is sent changes; null is as good as nothing. */
import { z } from 'zod';
import { refuse } from '../domain/refusal.js';
import { activeChroots } from '../store/chroots.js';
import { editProject, type ProjectChange } from '../verbs/edit-project.js';
import { mayEdit } from '../verbs/rights.js';
import { withAliasFields } from './aliases.js';
import type { Endpoint, UserCall } from './endpoint.js';
import { names } from './fields.js';
import { projectNamed } from './find.js';
import { PROJECT_ALIASES, settingsFields, settingsOf, whyNotActive, withAliases } from './project-form.js';
import { checkRepos, showProject } from './projects.js';
import { badLines, noProject, notAllowed } from './schemas/errors.js';
import { exampleProject, projectAnswer } from './schemas/project.js';
import { refuseField, validate } from './validate.js';

type Sent = Readonly<Record<string, unknown>>;

const FORBIDDEN = 'Only owners and admins may update their projects.';
const DAYS = { min: -1, max: 720 };

/** The form; without chroots the project keeps its own. */
function editForm(active: readonly string[]) {
  const check = (found: readonly string[]) => whyNotActive(active, found);
  return z.object({ ...settingsFields(), chroots: names({ check, about: 'replaces the chroots that are built for' }) });
}

/** Our name of each setting, by the API's. */
const FIELDS = {
  homepage: 'homepage',
  contact: 'contact',
  description: 'description',
  instructions: 'instructions',
  delete_after_days: 'deleteAfterDays',
  repos: 'additionalRepos',
  runtime_dependencies: 'runtimeDependencies',
  packit_forge_projects_allowed: 'packitForgeProjectsAllowed',
  devel_mode: 'develMode',
  unlisted_on_hp: 'unlistedOnHp',
  auto_prune: 'autoPrune',
  enable_net: 'enableNet',
  bootstrap: 'bootstrap',
  isolation: 'isolation',
  follow_fedora_branching: 'followFedoraBranching',
  multilib: 'multilib',
  module_hotfixes: 'moduleHotfixes',
  fedora_review: 'fedoraReview',
  appstream: 'appstream',
  repo_priority: 'repoPriority',
} as const;

/** Sent empty, these say nothing; other fields are emptied by it. */
const NEVER_EMPTY: ReadonlySet<string> = new Set(['bootstrap', 'isolation', 'repo_priority']);

async function edit(call: UserCall) {
  const { deps, user, path } = call;
  const tx = deps.db.manager;
  const project = await projectNamed(tx, path['owner'] ?? '', path['project'] ?? '');
  if (!(await mayEdit(tx, user, project))) refuse('forbidden', FORBIDDEN);
  const change = await changeOf(call, withAliases(call.body ?? {}));
  return showProject(call, await editProject(deps, user, project.id, change));
}

async function changeOf(call: UserCall, sent: Sent): Promise<ProjectChange> {
  const active = (await activeChroots(call.deps.db.manager)).map(({ name }) => name);
  const form = validate(editForm(active), sent, 'lines');
  const { delete_after_days: days } = form;
  if (days !== null && (days < DAYS.min || days > DAYS.max)) {
    refuseField('delete_after_days', `Number must be between ${DAYS.min} and ${DAYS.max}.`, 'lines');
  }
  if (form.storage === 'pulp') refuseField('storage', 'The storage of a project cannot be changed.', 'lines');
  await checkRepos(call, form);
  const settings = settingsOf(form);
  const said = Object.entries(FIELDS).filter(([key]) => isSaid(sent, key));
  const change: ProjectChange = Object.fromEntries(said.map(([, field]) => [field, settings[field]]));
  return { ...change, chroots: [...new Set(form.chroots)] };
}

function isSaid(sent: Sent, key: string): boolean {
  const value = sent[key] ?? undefined;
  return value !== undefined && !(value === '' && NEVER_EMPTY.has(key));
}

export const PROJECT_EDIT: readonly Endpoint[] = [
  {
    verb: 'PUT',
    deprecated: 'POST',
    path: '/project/edit/:owner/:project',
    about: 'Changes what is sent of a project’s settings. Chroots that are left out of a list of chroots are dropped.',
    login: true,
    docs: {
      body: withAliasFields(editForm([]), PROJECT_ALIASES),
      answer: projectAnswer,
      example: exampleProject,
      errors: [
        noProject,
        notAllowed(FORBIDDEN, 'The caller may not edit this project, or only admins may set this.'),
        badLines,
        {
          status: 409,
          when: 'A chroot is dropped while a build in it is not over.',
          error: "Can't drop chroot from project, related build 1 is still in progress",
        },
      ],
    },
    run: edit,
  },
];
