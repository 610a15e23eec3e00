/** Submitting builds: of files, by a form that may bring one, and of sources of every other kind. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { FORM_TYPES, type FormType } from '../../api/source-forms.js';
import { buildPath, loginPath, projectBuildsPath, submitPath } from '../links.js';
import type { ProjectView } from '../page-data.js';
import type { PageDeps, ReceivedBuild, SubmitForm } from '../page-deps.js';
import { type Answer, type Asked, type AskedBy, type Doors, STRANGE_FORM } from '../serve.js';
import { type Choosable, sourceInputs, type SubmitKind } from '../source-inputs.js';
import { SubmitBuildPage, type Wrong } from '../submit-build.js';
import { projectOf, underProject } from './owner-paths.js';
import { refused } from './refused.js';
import { chosenOf, ticked, typed } from './typed.js';

/** Registers them. Copr has two addresses for what is one form here. */
export function submitRoutes(doors: Doors, deps: PageDeps): void {
  const files = [...underProject('add_build'), ...underProject('add_build_upload')];
  doors.showUser(files, (asked) => ask(deps, asked, 'file'));
  doors.takeRaw(files, (asked) => submitFiles(deps, asked));
  for (const type of FORM_TYPES) {
    doors.showUser(underProject(`add_build_${type}`), (asked) => ask(deps, asked, type));
    doors.take(underProject(`add_build_${type}`), (asked) => submitSource(deps, asked, type));
  }
}

async function ask(deps: PageDeps, asked: Asked, kind: SubmitKind): Promise<Answer> {
  const project = await projectToBuildIn(deps, asked);
  return project && page(deps, project, kind, EMPTY);
}

const EMPTY: SubmitForm = { typed: {}, chroots: [], background: false };

function projectToBuildIn({ data }: PageDeps, asked: Asked): Promise<ProjectView | undefined> {
  const { owner, name } = projectOf(asked);
  return data.project(owner, name, asked.visit.viewer).then((project) => (project?.mayBuild ? project : undefined));
}

async function page(
  { data }: PageDeps,
  project: ProjectView,
  kind: SubmitKind,
  form: SubmitForm,
  wrong?: Wrong & { readonly status: number },
) {
  const props = { project, kind, form, may: await choosable(data, kind, project), wrong };
  return { page: <SubmitBuildPage {...props} />, status: wrong?.status ?? 200 };
}

/** Scripts run in any chroot of the instance; those of the project come first. */
async function choosable(data: PageDeps['data'], kind: SubmitKind, project: ProjectView): Promise<Choosable> {
  const active = kind === 'custom' ? (await data.chroots()).map(({ name }) => name) : [];
  const own = active.filter((name) => project.chroots.includes(name));
  return {
    chroots: [...new Set([...own, ...active])],
    distGits: kind === 'distgit' ? await data.distGits() : [],
  };
}

/** Who may not build here is told so before their file is read. */
async function submitFiles(deps: PageDeps, asked: Asked): Promise<Answer> {
  const { viewer } = asked.visit;
  if (!viewer) return { to: loginPath(submitPath(projectOf(asked), 'file')) };
  const project = await projectToBuildIn(deps, asked);
  if (!project) return undefined;
  let received: ReceivedBuild | undefined;
  try {
    received = await deps.acts.receiveBuild(asked.request);
    if (!(await deps.visits.isOwn(asked.request, received.csrf))) {
      await received.drop();
      return STRANGE_FORM;
    }
    const ids = await received.submit(viewer, project.owner, project.name);
    const [only] = ids;
    return { to: ids.length === 1 && only !== undefined ? buildPath(project, only) : projectBuildsPath(project) };
  } catch (error) {
    // Browsers read the answer only after they have sent all of their file.
    asked.request.resume();
    return page(deps, project, 'file', received?.form ?? EMPTY, refused(error));
  }
}

async function submitSource(deps: PageDeps, asked: AskedBy, type: FormType): Promise<Answer> {
  const project = await projectToBuildIn(deps, asked);
  if (!project) return undefined;
  const form = formOf(type, asked.fields);
  try {
    return { to: buildPath(project, await deps.acts.submitSource(asked.viewer, project, type, form)) };
  } catch (error) {
    return page(deps, project, type, form, refused(error));
  }
}

function formOf(type: FormType, fields: AskedBy['fields']): SubmitForm {
  const inputs = sourceInputs(type, { chroots: [], distGits: [] });
  const valueOf = (name: string, kind: string) => (kind === 'boxes' ? chosenOf(fields, name) : typed(fields, name));
  return {
    typed: Object.fromEntries(inputs.map(({ name, kind }) => [name, valueOf(name, kind)])),
    chroots: chosenOf(fields, 'chroots'),
    background: ticked(fields, 'background'),
  };
}
