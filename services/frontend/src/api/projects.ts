/** API v3: projects. */
import { z } from 'zod';
import type { ProjectOrder, ProjectRow } from '../store/projects.js';
import { findProject, listProjects } from '../store/projects.js';
import { activeChroots } from '../store/chroots.js';
import { chrootNames, enabledNames } from '../store/project-parts.js';
import { createProject } from '../verbs/create-project.js';
import { deleteProject } from '../verbs/delete-project.js';
import { refuse } from '../domain/refusal.js';
import { splitPriority } from '../domain/repos.js';
import { withAliasFields } from './aliases.js';
import type { Call, Endpoint, ErrorCase, UserCall } from './endpoint.js';
import { line } from './fields.js';
import { projectNamed, projectShown } from './find.js';
import { argument } from './mount.js';
import { projectObject } from './objects.js';
import { listInPieces, slices } from './list-pieces.js';
import { pageAsked, pageOf, type Page } from './pages.js';
import { PROJECT_ALIASES, projectForm, wishOf, withAliases } from './project-form.js';
import { projectAsked } from './schemas/asked.js';
import { listOf } from './schemas/common.js';
import { badLines, badPage, missingArgument, noProject, notAllowed } from './schemas/errors.js';
import { exampleProject, projectAnswer } from './schemas/project.js';
import { whyNotReadRepos } from './urls.js';
import { refuseField, validate } from './validate.js';

/**
 * Columns that lists can be ordered by: Copr's name and ours. Long texts are taken, and mean the order of the numbers:
 * to sort all projects by them for anybody who asks would cost much, and be of use to nobody. Numbers are given in the
 * order of creation, too.
 */
export const PROJECT_COLUMNS: Readonly<Record<string, ProjectOrder>> = {
  id: 'id',
  name: 'name',
  description: 'id',
  homepage: 'id',
  contact: 'id',
  created_on: 'id',
  user: 'createdBy',
  user_id: 'createdBy',
  group_id: 'groupId',
  repo_priority: 'repoPriority',
};

/** The project as it is answered. */
export async function showProject({ deps }: Call, project: ProjectRow) {
  return projectObject(project, await chrootNames(deps.db.manager, project.id), deps.config);
}

async function list(call: Call) {
  const { deps, query } = call;
  const page = pageOf(query, 'copr', Object.keys(PROJECT_COLUMNS));
  const order = PROJECT_COLUMNS[page.order] ?? 'id';
  const owner = query['ownername'] || null;
  return projectList(call, page, (slice) =>
    listProjects(deps.db.manager, owner, { ...slice, order, direction: page.direction }),
  );
}

/** A page of projects as it is answered; `read` gives a part of it. */
export function projectList(
  { deps }: Call,
  page: Page,
  read: (slice: { limit: number; offset: number }) => Promise<readonly ProjectRow[]>,
) {
  const tx = deps.db.manager;
  const objects = async (projects: readonly ProjectRow[]) => {
    const chroots = await enabledNames(
      tx,
      projects.map(({ id }) => id),
    );
    return projects.map((project) => projectObject(project, chroots.get(project.id) ?? [], deps.config));
  };
  return listInPieces(
    page,
    slices(page, async (slice) => objects(await read(slice))),
    (object) => object,
  );
}

async function add(call: UserCall) {
  const { deps, user, path, query, body = {} } = call;
  const tx = deps.db.manager;
  const owner = path['owner'] ?? '';
  const existOk = query['exist_ok'] === 'True';
  const known = existOk && typeof body['name'] === 'string' ? await findProject(tx, owner, body['name']) : null;
  // Copr gives back what is there before it looks at the rest of the form.
  if (known) return showProject(call, await createProject(deps, user, owner, { ...known, chroots: [] }, true));
  const active = await activeChroots(tx);
  const form = validate(projectForm(active.map(({ name }) => name)), withAliases(body), 'lines');
  if (form.storage !== '' && !user.admin) refuse('forbidden', 'Non-admin cannot set storage');
  await checkRepos(call, form);
  return showProject(call, await createProject(deps, user, owner, wishOf(form), existOk));
}

/** Refuses repositories of projects that are not there. */
export async function checkRepos(
  call: Call,
  form: { readonly repos: readonly string[]; readonly runtime_dependencies: readonly string[] },
): Promise<void> {
  await checkReadRepos(call, 'repos', form.repos);
  await checkInternalRepos(call, 'runtime_dependencies', form.runtime_dependencies);
}

/** The same for repositories that builders read: the guard must take them, too. */
export async function checkReadRepos(call: Pick<Call, 'deps'>, field: string, urls: readonly string[]): Promise<void> {
  const [trouble] = whyNotReadRepos(urls, call.deps.config.allowPrivateSources);
  if (trouble !== undefined) refuseField(field, trouble, 'lines');
  await checkInternalRepos(call, field, urls);
}

/** `copr://owner/project` must be a project. */
async function checkInternalRepos({ deps }: Pick<Call, 'deps'>, field: string, urls: readonly string[]): Promise<void> {
  for (const url of urls.filter((candidate) => candidate.startsWith('copr://'))) {
    const [owner = '', dirname = ''] = splitPriority(url).address.slice('copr://'.length).split('/');
    const project = await findProject(deps.db.manager, owner, dirname.split(':')[0] ?? '');
    if (!project) refuseField(field, `${url} does not exist.`, 'lines');
  }
}

async function remove(call: UserCall) {
  const { deps, user, path } = call;
  const [owner, name] = [path['owner'] ?? '', path['project'] ?? ''];
  const before = await showProject(call, await projectNamed(deps.db.manager, owner, name));
  await deleteProject(deps, user, owner, name);
  return before;
}

const ORDERS = Object.keys(PROJECT_COLUMNS).join(', ');
const exampleList = { items: [exampleProject], meta: { limit: null, offset: 0, order: 'id', order_type: 'ASC' } };
const badOwner = notAllowed(
  "You were authorized as 'joe' user without permissions to access projects of user 'jane'",
  'The owner is somebody else, or only admins may set this.',
);
const badDelete: ErrorCase = {
  status: 400,
  when: 'Builds are not over, or may not be deleted by the caller.',
  error: 'Build(s) 1 are still running.\n',
};

export const PROJECTS: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/project',
    about: 'One project.',
    login: false,
    docs: {
      query: projectAsked,
      answer: projectAnswer,
      example: exampleProject,
      errors: [missingArgument, noProject],
    },
    run: async (call) => {
      const [name, owner] = [argument(call, 'projectname'), argument(call, 'ownername')];
      const { project, chroots } = await projectShown(call.deps.db.manager, owner, name);
      return projectObject(project, chroots, call.deps.config);
    },
  },
  {
    verb: 'GET',
    path: '/project/list',
    about: 'Projects, of one owner or of all.',
    login: false,
    docs: {
      query: pageAsked.extend({
        ownername: line({ about: 'only of this user or `@group`', example: 'jane' }),
        order: line({ about: `the column to order by: ${ORDERS}; by long texts means by number` }),
      }),
      answer: listOf(projectAnswer),
      example: exampleList,
      errors: [badPage],
    },
    run: list,
  },
  {
    verb: 'POST',
    path: '/project/add/:owner',
    about: 'Creates a project.',
    login: true,
    docs: {
      query: z.object({ exist_ok: line({ about: '`True`: a project of that name is answered as it is' }) }),
      body: withAliasFields(projectForm([]), PROJECT_ALIASES),
      answer: projectAnswer,
      example: exampleProject,
      errors: [badLines, badOwner, { status: 404, when: 'There is no such owner.', error: "No such user `jane'" }],
    },
    run: add,
  },
  {
    verb: 'DELETE',
    deprecated: 'POST',
    path: '/project/delete/:owner/:project',
    about: 'Deletes a project with everything in it.',
    login: true,
    docs: {
      answer: projectAnswer,
      example: exampleProject,
      errors: [noProject, badDelete, notAllowed('Only owners may delete their projects.')],
    },
    run: remove,
  },
];
