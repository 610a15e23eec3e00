/** What pages read, from the store. */
import { parseChrootName } from '@kopr/shared/domain';
import type { EntityManager } from 'typeorm';
import type { Deps } from '../../deps.js';
import { readSearch } from '../../domain/search.js';
import { glanceBuilds, listBuilds, livingBuilds, recentBuilds, showBuild } from '../../store/build-lists.js';
import { activeChroots } from '../../store/chroots.js';
import { distGits } from '../../store/dist-gits.js';
import { enabledNames } from '../../store/project-parts.js';
import { searchProjects } from '../../store/project-search.js';
import { type ShownChroot, type ShownProject, showProject } from '../../store/project-with-chroots.js';
import { listProjects, type ProjectRow, recentProjects } from '../../store/projects.js';
import { tokensOf } from '../../store/tokens.js';
import { findGroup, findUser } from '../../store/users.js';
import { alarmReader } from '../../verbs/shown-alarms.js';
import type { HookData } from '../hook-data.js';
import type { PackageData } from '../package-data.js';
import type { BuildQuery, Listing, PageData, ProjectLine, ProjectView, Viewer } from '../page-data.js';
import { buildLine, buildView } from './build-view.js';
import { prunedFacts } from './pruned-fact.js';
import { hookFacts } from './hook-facts.js';
import { storedHooks } from './hook-view.js';
import { storedPackages } from './package-view.js';
import { rightsOf } from './rights.js';

const PER_PAGE = 25;
/** How many builds and projects the home page shows. */
const FEW = 10;

/** Reads without a lock: a page shows how things stood a moment ago. */
export function storedData(deps: Deps): PageData & HookData & PackageData {
  const tx = deps.db.manager;
  return {
    ...storedHooks(deps),
    ...storedPackages(deps),
    home: async () => {
      const [builds, projects] = await Promise.all([recentBuilds(tx, FEW), recentProjects(tx, FEW)]);
      return { builds: builds.map(buildLine), projects: await projectLines(deps, projects) };
    },
    projects: async ({ page, owner = null, search }) => {
      const slice = { limit: PER_PAGE + 1, offset: offsetOf(page), order: 'id', direction: 'DESC' } as const;
      const rows = await (search === undefined
        ? listProjects(tx, owner, slice)
        : searchProjects(tx, readSearch(search), slice));
      return listing(await projectLines(deps, rows), page);
    },
    builds: async (query) => listing((await buildsFor(tx, query)).map(buildLine), query.page),
    newest: async ({ id, owner, name: project }, count) => {
      const rows = await glanceBuilds(tx, id, count + 1);
      const items = rows.map(({ packageName, ...row }) => ({ ...row, owner, project, package: packageName }));
      return listing(items, 1, count);
    },
    owner: async (name) => {
      const found = name.startsWith('@') ? await findGroup(tx, name.slice(1)) : await findUser(tx, name);
      return found ? { name } : undefined;
    },
    project: async (owner, name, viewer) => {
      const found = await showProject(tx, owner, name);
      return found ? projectView(deps, found.project, found.chroots, viewer) : undefined;
    },
    build: async (id, viewer) => {
      const listed = await showBuild(tx, id);
      if (!listed) return undefined;
      // Those that users submit came of no webhook, and are not asked about.
      const rights = await rightsOf(deps, listed.project, viewer);
      const ofHook = listed.row.submitterId === null ? await hookFacts(tx, id, listed.project, rights.mayEdit) : [];
      return buildView(listed, rights, deps.config, [...ofHook, ...(await prunedFacts(tx, listed.build))]);
    },
    chroots: async () => (await activeChroots(tx)).map(({ name, comment }) => ({ name, comment })),
    distGits: async () => (await distGits(tx)).map(({ name }) => name),
    tokens: (viewer) => tokensOf(tx, viewer.id),
    alarms: alarmReader(deps),
  };
}

/** One more is read than is shown, so that it is known whether there are more. */
function listing<T>(items: readonly T[], page: number, perPage = PER_PAGE): Listing<T> {
  return { items: items.slice(0, perPage), page, more: items.length > perPage };
}

function offsetOf(page: number): number {
  return (page - 1) * PER_PAGE;
}

function buildsFor(tx: EntityManager, { page, project }: BuildQuery) {
  const [limit, offset] = [PER_PAGE + 1, offsetOf(page)];
  return project ? listBuilds(tx, { projectId: project.id }, limit, offset) : livingBuilds(tx, limit, offset);
}

async function projectLines({ db }: Deps, rows: readonly ProjectRow[]): Promise<ProjectLine[]> {
  const ids = rows.map(({ id }) => id);
  const chroots = await enabledNames(db.manager, ids);
  return rows.map(({ id, owner, name, description, createdAt }) => {
    return { owner, name, description, createdAt, chroots: chroots.get(id) ?? [] };
  });
}

async function projectView(
  deps: Deps,
  row: ShownProject,
  chroots: readonly ShownChroot[],
  viewer: Viewer | null,
): Promise<ProjectView> {
  const { id, owner, name, description, instructions, homepage, contact, createdAt, persistent } = row;
  const projectChroots = chroots.map((mock) => ({
    name: mock.name,
    release: parseChrootName(mock.name)?.release ?? mock.name,
    comment: mock.comment,
    repositoryUrl: `${deps.config.resultsUrl}/${owner}/${name}/${mock.name}/`,
  }));
  return {
    ...{ id, owner, name, description, instructions, homepage, contact, createdAt, persistent, projectChroots },
    chroots: projectChroots.map((chroot) => chroot.name),
    ...(await rightsOf(deps, row, viewer)),
  };
}
