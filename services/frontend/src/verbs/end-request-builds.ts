/** Ends what a pull request no longer needs: builds of what it was before, and, once it is closed, its directory. */
import type { Say, Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import type { PullRequest } from '../domain/hooks/event.js';
import { keysOf } from '../domain/hooks/repository.js';
import { openBuildsOfRequest } from '../store/hook-builds.js';
import { findDir, keepDir } from '../store/project-dirs.js';
import type { ProjectRow } from '../store/projects.js';
import { applyNews } from './apply-news.js';

/** How long a closed pull request's directory stays, for those who try what it built. */
const CLOSED_MS = 7 * 86_400_000;

/** Where a pull request is built. */
export const requestDir = ({ name }: Pick<ProjectRow, 'name'>, { number }: PullRequest): string =>
  `${name}:pr:${number}`;

/** Cancels its builds that are not over; answers which. */
export async function endRequestBuilds(
  deps: Deps,
  tx: Tx,
  say: Say,
  project: ProjectRow,
  request: PullRequest,
): Promise<number[]> {
  const { act, number, urls } = request;
  const reason = act === 'closed' ? `pull request ${number} was closed` : `pull request ${number} has changed`;
  const builds = await openBuildsOfRequest(tx, project.id, keysOf(urls), number);
  for (const build of builds) await applyNews(deps, tx, say, build, { type: 'cancel', reason });
  if (act === 'closed') await endSooner(deps, tx, project, requestDir(project, request));
  return builds;
}

async function endSooner({ now }: Deps, tx: Tx, project: ProjectRow, dirname: string): Promise<void> {
  const dir = await findDir(tx, project.id, dirname);
  const end = new Date(now().getTime() + CLOSED_MS);
  if (dir?.deleteAt && dir.deleteAt > end) await keepDir(tx, dir, end);
}
