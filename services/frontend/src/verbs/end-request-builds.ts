/** What a pull request no longer needs: builds of what it was before, and, once it is closed, its directory; and no build twice. */
import type { Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import type { PullRequest } from '../domain/hooks/event.js';
import { keysOf } from '../domain/hooks/repository.js';
import { outdated, whyStands } from '../domain/hooks/request.js';
import { openBuildsOfRequest, packageBuildsOfRequest, type RequestKey } from '../store/hook-builds.js';
import { findDir, keepDir } from '../store/project-dirs.js';
import type { ProjectRow } from '../store/projects.js';
import { applyNews } from './apply-news.js';
import type { Settling } from './settling.js';

/** How long a closed pull request's directory stays, for those who try what it built. */
const CLOSED_MS = 7 * 86_400_000;

/** Where a pull request is built. */
export const requestDir = ({ name }: Pick<ProjectRow, 'name'>, { number }: PullRequest): string =>
  `${name}:pr:${number}`;

/** Which pull request it is. */
function requestKey({ id }: Pick<ProjectRow, 'id'>, { number, urls }: PullRequest): RequestKey {
  return { projectId: id, repositories: keysOf(urls), number };
}

/** Cancels its builds that are not over, but those of the commit that is told now; answers which. */
export async function endRequestBuilds(
  { deps, tx, say, project, row }: Settling,
  request: PullRequest,
): Promise<number[]> {
  const { act, number } = request;
  const reason = act === 'closed' ? `pull request ${number} was closed` : `pull request ${number} has changed`;
  // What is redelivered knows nothing of what came after it.
  const builds = outdated(request, await openBuildsOfRequest(tx, requestKey(project, request)), row.repeats);
  for (const { id } of builds) await applyNews(deps, tx, say, id, { type: 'cancel', reason });
  if (act === 'closed') await endSooner(deps, tx, project, requestDir(project, request));
  return builds.map(({ id }) => id);
}

/** Why a package is not built of it once more; undefined when it is to be. */
export async function whyNotAgain(
  { tx, project, row }: Settling,
  request: PullRequest,
  packageName: string,
): Promise<string | undefined> {
  const [key, dirname] = [requestKey(project, request), requestDir(project, request)];
  return whyStands(request, await packageBuildsOfRequest(tx, key, dirname, packageName), row.repeats !== null);
}

async function endSooner({ now }: Deps, tx: Tx, project: ProjectRow, dirname: string): Promise<void> {
  const dir = await findDir(tx, project.id, dirname);
  const end = new Date(now().getTime() + CLOSED_MS);
  if (dir?.deleteAt && dir.deleteAt > end) await keepDir(tx, dir, end);
}
