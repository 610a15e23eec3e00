/** API v3: projects. */
import type { ProjectRow } from '../store/projects.js';
import { findProject, listProjects } from '../store/projects.js';
import { activeChroots } from '../store/chroots.js';
import { chrootNames, enabledNames } from '../store/project-parts.js';
import { createProject } from '../verbs/create-project.js';
import { deleteProject } from '../verbs/delete-project.js';
import { refuse } from '../domain/refusal.js';
import { splitPriority } from '../domain/repos.js';
import type { Call, Endpoint, UserCall } from './endpoint.js';
import { projectNamed } from './find.js';
import { argument } from './mount.js';
import { projectObject } from './objects.js';
import { listObject, pageOf, takeOf } from './pages.js';
import { projectForm, wishOf, withAliases } from './project-form.js';
import { refuseField, validate } from './validate.js';

/** Columns that lists can be ordered by: Copr's name and ours. */
const COLUMNS: Readonly<Record<string, keyof ProjectRow>> = {
  id: 'id',
  name: 'name',
  description: 'description',
  homepage: 'homepage',
  contact: 'contact',
  created_on: 'createdAt',
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
  const page = pageOf(query, 'copr', Object.keys(COLUMNS));
  const order = COLUMNS[page.order] ?? 'id';
  const slice = { limit: takeOf(page), offset: page.offset, order, direction: page.direction };
  const projects = await listProjects(deps.db.manager, query['ownername'] || null, slice);
  const chroots = await enabledNames(
    deps.db.manager,
    projects.map(({ id }) => id),
  );
  const items = projects.map((project) => projectObject(project, chroots.get(project.id) ?? [], deps.config));
  return listObject(items, page);
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
  await checkInternalRepos(call, 'repos', form.repos);
  await checkInternalRepos(call, 'runtime_dependencies', form.runtime_dependencies);
}

/** `copr://owner/project` must be a project. */
async function checkInternalRepos({ deps }: Call, field: string, urls: readonly string[]): Promise<void> {
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

export const PROJECTS: readonly Endpoint[] = [
  {
    verb: 'GET',
    path: '/project',
    about: 'One project.',
    login: false,
    run: async (call) => {
      const [name, owner] = [argument(call, 'projectname'), argument(call, 'ownername')];
      return showProject(call, await projectNamed(call.deps.db.manager, owner, name));
    },
  },
  { verb: 'GET', path: '/project/list', about: 'Projects, of one owner or of all.', login: false, run: list },
  { verb: 'POST', path: '/project/add/:owner', about: 'Creates a project.', login: true, run: add },
  {
    verb: 'DELETE',
    deprecated: 'POST',
    path: '/project/delete/:owner/:project',
    about: 'Deletes a project with everything in it.',
    login: true,
    run: remove,
  },
];
