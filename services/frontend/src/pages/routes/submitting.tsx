/** Submitting builds by a form that may bring a file. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { buildPath, loginPath, projectBuildsPath, submitPath } from '../links.js';
import type { ProjectView } from '../page-data.js';
import type { PageDeps, ReceivedBuild } from '../page-deps.js';
import { type Answer, type Asked, type Doors, STRANGE_FORM } from '../serve.js';
import { SubmitBuildPage } from '../submit-build.js';
import { projectOf, underProject } from './owner-paths.js';
import { refused } from './refused.js';

/** Registers them. */
export function submitRoutes(doors: Doors, deps: PageDeps): void {
  doors.showUser(underProject('add_build'), async (asked) => {
    const project = await projectToBuildIn(deps, asked);
    return project && { page: <SubmitBuildPage project={project} urls="" chosen={[]} background={false} /> };
  });
  doors.takeRaw(underProject('add_build'), (asked) => submit(deps, asked));
}

function projectToBuildIn({ data }: PageDeps, asked: Asked): Promise<ProjectView | undefined> {
  const { owner, name } = projectOf(asked);
  return data.project(owner, name, asked.visit.viewer).then((project) => (project?.mayBuild ? project : undefined));
}

/** Who may not build here is told so before their file is read. */
async function submit(deps: PageDeps, asked: Asked): Promise<Answer> {
  const { viewer } = asked.visit;
  if (!viewer) return { to: loginPath(submitPath(projectOf(asked))) };
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
    const { status, message } = refused(error);
    const { urls = '', chroots = [], background = false } = received?.form ?? {};
    const props = { project, urls, chosen: chroots, background, error: message };
    return { page: <SubmitBuildPage {...props} />, status };
  }
}
