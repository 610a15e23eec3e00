/** Removes a project: its name is free at once, its id never comes back, its tree goes away at the publisher. */
import { transact, type Say, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { inPieces } from '../domain/fork.js';
import { refuse, required } from '../domain/refusal.js';
import { buildsInTheWay } from '../store/build-lists.js';
import { openBuildsOf } from '../store/builds.js';
import { dropHookSettings } from '../store/hook-settings.js';
import { dropSecretsOf } from '../store/package-secrets.js';
import { dirsOf } from '../store/project-dirs.js';
import { chrootsOf } from '../store/project-parts.js';
import { findProject, lockProject, markDeleted, type ProjectRow } from '../store/projects.js';
import { dropStatusToken } from '../store/status-tokens.js';
import type { UserRow } from '../store/users.js';
import { applyNews } from './apply-news.js';
import { troubleText } from './delete-builds.js';
import { orderRepos, refOf } from './order-repos.js';
import { mayEdit, owns } from './rights.js';
import { sayGroupAccess } from './say-access.js';

/** Names of directories that surely fit into a message. */
const NAMES_AT_A_TIME = 200;

/** Refuses strangers, protected projects and those with builds that are not over. */
export async function deleteProject(deps: Deps, user: UserRow, owner: string, name: string): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    const missing = `Project ${owner}/${name} does not exist.`;
    const found = required(await findProject(tx, owner, name), 'missing', missing);
    const project = required(await lockProject(tx, found.id, 'write'), 'missing', missing);
    await check(tx, user, project);
    await removeProject(deps, tx, say, project);
  });
}

/** Removes a project that is locked, whatever still runs in it. */
export async function removeProject(deps: Deps, tx: Tx, say: Say, project: ProjectRow): Promise<void> {
  await endBuilds(deps, tx, say, project);
  const chroots = (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name);
  const dirnames = await dirsOf(tx, project.id);
  await dropStatusToken(tx, project.id);
  await dropHookSettings(tx, project.id);
  await markDeleted(tx, project.id, deps.now());
  await dropSecretsOf(tx, project.id);
  await sayGroupAccess(tx, say, project);
  await orderRepos(say, 'delete', refOf(project), project, chroots);
  const [first = [], ...others] = inPieces(dirnames, NAMES_AT_A_TIME);
  for (const part of [first, ...others]) {
    await say('project.deleted', { project: refOf(project), dirnames: part });
  }
}

/** In Copr's order: builds that are in the way are named first. */
async function check(tx: Tx, user: UserRow, project: ProjectRow): Promise<void> {
  if (project.persistent) refuse('forbidden', 'This project is protected against deletion.');
  const { all, running } = await buildsInTheWay(tx, project.id);
  if (all.length > 0 && !(await mayEdit(tx, user, project))) refuse('invalid', troubleText(all, [], []));
  if (running.length > 0) refuse('invalid', troubleText([], running, []));
  if (!(await owns(tx, user, project))) refuse('forbidden', 'Only owners may delete their projects.');
}

/** What runs is stopped; canceled builds may still wait for the publisher, and from now on nobody does. */
async function endBuilds(deps: Deps, tx: Tx, say: Say, project: ProjectRow): Promise<void> {
  for (const buildId of await openBuildsOf(tx, project.id)) {
    await applyNews(deps, tx, say, buildId, { type: 'abandon', reason: 'the project was deleted' });
  }
}
