/** What the logged-in do: projects and builds, made and removed. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { DeleteBuildPage, DeleteProjectPage } from '../confirm.js';
import { buildPath, NEW_PROJECT, ownerPath, projectPath } from '../links.js';
import { NewProjectPage, type ProjectForm } from '../new-project.js';
import type { Viewer } from '../page-data.js';
import type { PageDeps } from '../page-deps.js';
import { type Answer, type AskedBy, type Doors } from '../serve.js';
import { againRoutes } from './again.js';
import { buildHere } from './looking.js';
import { projectOf, underProject } from './owner-paths.js';
import { refused } from './refused.js';
import { submitRoutes } from './submitting.js';
import { chosenOf, ticked, typed } from './typed.js';
import { webhookRoutes } from './webhooks.js';

/** Registers them. */
export function workingRoutes(doors: Doors, deps: PageDeps): void {
  doors.showUser(NEW_PROJECT, (asked) => newProject(deps, asked));
  doors.take(NEW_PROJECT, (asked) => createProject(deps, asked));
  submitRoutes(doors, deps);
  webhookRoutes(doors, deps);
  againRoutes(doors, deps);
  doors.showUser(underProject('delete'), (asked) => askToDelete(deps, asked));
  doors.take(underProject('delete'), (asked) => deleteProject(deps, asked));
  doors.take(underProject('cancel_build/:build'), (asked) => cancelBuild(deps, asked));
  doors.showUser(underProject('delete_build/:build'), (asked) => askToDeleteBuild(deps, asked));
  doors.take(underProject('delete_build/:build'), (asked) => deleteBuild(deps, asked));
}

async function newProject({ data }: PageDeps, { viewer, option }: AskedBy): Promise<Answer> {
  const chroots = await data.chroots();
  const owner = viewer.owners.find((own) => own === option('owner')) ?? viewer.name;
  const [first] = chroots;
  const empty = { name: '', description: '', instructions: '', homepage: '', contact: '', enableNet: false };
  // With one chroot there is nothing to choose.
  const form = { ...empty, owner, chroots: first && chroots.length === 1 ? [first.name] : [] };
  return { page: <NewProjectPage form={form} chroots={chroots} /> };
}

async function createProject({ data, acts }: PageDeps, { viewer, fields }: AskedBy): Promise<Answer> {
  const form = projectForm(viewer, fields);
  try {
    await acts.createProject(viewer, form);
    return { to: projectPath(form) };
  } catch (error) {
    const { status, message } = refused(error);
    return { page: <NewProjectPage form={form} chroots={await data.chroots()} error={message} />, status };
  }
}

function projectForm(viewer: Viewer, fields: AskedBy['fields']): ProjectForm {
  return {
    owner: typed(fields, 'owner') || viewer.name,
    name: typed(fields, 'name'),
    description: typed(fields, 'description'),
    instructions: typed(fields, 'instructions'),
    homepage: typed(fields, 'homepage'),
    contact: typed(fields, 'contact'),
    chroots: chosenOf(fields, 'chroots'),
    enableNet: ticked(fields, 'enableNet'),
  };
}

async function askToDelete({ data }: PageDeps, asked: AskedBy): Promise<Answer> {
  const { owner, name } = projectOf(asked);
  const project = await data.project(owner, name, asked.viewer);
  return project?.mayBuild ? { page: <DeleteProjectPage project={project} /> } : undefined;
}

async function deleteProject({ acts }: PageDeps, asked: AskedBy): Promise<Answer> {
  const project = projectOf(asked);
  try {
    await acts.deleteProject(asked.viewer, project.owner, project.name);
    return { to: ownerPath(project.owner) };
  } catch (error) {
    const { status, message } = refused(error);
    return { page: <DeleteProjectPage project={project} error={message} />, status };
  }
}

async function cancelBuild({ data, acts }: PageDeps, asked: AskedBy): Promise<Answer> {
  const build = await buildHere(data, asked);
  if (!build) return undefined;
  // It may have ended a moment ago: then its page tells so.
  if (build.mayCancel) await acts.cancelBuild(asked.viewer, build.id);
  return { to: buildPath(projectOf(asked), build.id) };
}

async function askToDeleteBuild({ data }: PageDeps, asked: AskedBy): Promise<Answer> {
  const build = await buildHere(data, asked);
  return build?.mayDelete ? { page: <DeleteBuildPage project={projectOf(asked)} build={build.id} /> } : undefined;
}

async function deleteBuild({ data, acts }: PageDeps, asked: AskedBy): Promise<Answer> {
  const build = await buildHere(data, asked);
  if (!build) return undefined;
  const project = projectOf(asked);
  try {
    await acts.deleteBuild(asked.viewer, build.id);
    return { to: projectPath(project) };
  } catch (error) {
    const { status, message } = refused(error);
    return { page: <DeleteBuildPage project={project} build={build.id} error={message} />, status };
  }
}
