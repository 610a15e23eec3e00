/** Pages for everybody: home, projects, builds. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { BuildPage } from '../build.js';
import { BuildsPage, ProjectBuildsPage } from '../builds.js';
import { HomePage } from '../home.js';
import { BUILDS, buildPath, HOME, PROJECTS } from '../links.js';
import type { PageData } from '../page-data.js';
import type { PageDeps } from '../page-deps.js';
import { ProjectPage } from '../project.js';
import { OwnerPage, ProjectsPage } from '../projects.js';
import type { Answer, Asked, Doors } from '../serve.js';
import { buildOf, ownerOf, pageOf, projectOf, underOwner, underProject } from './owner-paths.js';

/** How many builds a project's own page shows. */
const FEW = 10;
const SEARCH_CHARS = 100;

/** Registers them. */
export function lookingRoutes(doors: Doors, { data }: PageDeps): void {
  doors.show(HOME, () => home(data));
  doors.show(PROJECTS, (asked) => projects(data, asked));
  doors.show(BUILDS, async (asked) => ({ page: <BuildsPage list={await data.builds({ page: pageOf(asked) })} /> }));
  doors.show('/coprs/build/:build', (asked) => whereBuildIs(data, asked));
  doors.show(underProject('build/:build'), (asked) => build(data, asked));
  doors.show(underProject('builds'), (asked) => projectBuilds(data, asked));
  doors.show(underProject(), (asked) => project(data, asked));
  doors.show(underOwner(), (asked) => owner(data, asked));
}

async function home(data: PageData): Promise<Answer> {
  const [newest, chroots] = await Promise.all([data.home(), data.chroots()]);
  return { page: <HomePage {...newest} chroot={chroots[0]?.name} /> };
}

async function projects(data: PageData, asked: Asked): Promise<Answer> {
  const search = asked.option('q').trim().slice(0, SEARCH_CHARS);
  const list = await data.projects({ page: pageOf(asked), ...(search === '' ? {} : { search }) });
  return { page: <ProjectsPage list={list} search={search} /> };
}

async function owner(data: PageData, asked: Asked): Promise<Answer> {
  const known = await data.owner(ownerOf(asked));
  if (!known) return undefined;
  const list = await data.projects({ page: pageOf(asked), owner: known.name });
  return { page: <OwnerPage owner={known.name} list={list} /> };
}

async function project(data: PageData, asked: Asked): Promise<Answer> {
  const { owner: ownerName, name } = projectOf(asked);
  const view = await data.project(ownerName, name, asked.visit.viewer);
  if (!view) return undefined;
  const { items, more } = await data.newest(view, FEW);
  return { page: <ProjectPage project={view} builds={items} more={more} /> };
}

async function projectBuilds(data: PageData, asked: Asked): Promise<Answer> {
  const { owner: ownerName, name } = projectOf(asked);
  const view = await data.project(ownerName, name, null);
  if (!view) return undefined;
  const list = await data.builds({ page: pageOf(asked), project: view });
  return { page: <ProjectBuildsPage project={view} list={list} /> };
}

async function build(data: PageData, asked: Asked): Promise<Answer> {
  const found = await buildHere(data, asked);
  return found && { page: <BuildPage build={found} follow={asked.option('log') || undefined} /> };
}

/** The build that the address names, if it is this project's. */
export async function buildHere(data: PageData, asked: Asked) {
  const id = buildOf(asked);
  const view = id === undefined ? undefined : await data.build(id, asked.visit.viewer);
  const { owner: ownerName, name } = projectOf(asked);
  return view?.owner === ownerName && view.project === name ? view : undefined;
}

/** Clients know builds by their number alone. */
async function whereBuildIs(data: PageData, asked: Asked): Promise<Answer> {
  const id = buildOf(asked);
  const view = id === undefined ? undefined : await data.build(id, null);
  return view && { to: buildPath({ owner: view.owner, name: view.project }, view.id) };
}
