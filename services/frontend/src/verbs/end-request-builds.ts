/** What a pull request no longer needs: builds of what it was before, and, once it is closed, its directory; and no build twice. */
import { closedWords, type PullRequest } from '../domain/hooks/event.js';
import { keysOf } from '../domain/hooks/repository.js';
import { outdated, whyStands } from '../domain/hooks/request.js';
import { requestSubject } from '../domain/hooks/subject.js';
import { newestAbout } from '../store/deliveries.js';
import { openBuildsOfRequest, othersIn, packageBuildsOfRequest, type RequestKey } from '../store/hook-builds.js';
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
export async function endRequestBuilds(settling: Settling, request: PullRequest): Promise<number[]> {
  const { deps, tx, say, project, row } = settling;
  const { act, number } = request;
  const reason = act === 'closed' ? `pull request ${number} was closed` : `pull request ${number} has changed`;
  // What is redelivered knows nothing of what came after it.
  const builds = outdated(request, await openBuildsOfRequest(tx, requestKey(project, request)), row.repeats);
  for (const { id } of builds) await applyNews(deps, tx, say, id, { type: 'cancel', reason });
  if (act === 'closed' && !(await isOpen(settling, request))) await endSooner(settling, request);
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

/**
 * Whether a pull request that is built into the same directory is open, as far as is known: another repository's of that
 * number, or the same one, which was opened again since the delivery that is worked off once more.
 */
async function isOpen({ tx, project, row }: Settling, request: PullRequest): Promise<boolean> {
  const closed = closedWords(request.number);
  const subjects = row.repeats === null ? [] : [row.subject];
  for (const { forge, repository } of await othersIn(tx, requestKey(project, request), requestDir(project, request)))
    subjects.push(requestSubject(forge, repository ?? '', request.number));
  for (const subject of subjects) {
    const [newest] = await newestAbout(tx, project.id, subject, 1);
    if (newest?.event !== closed) return true;
  }
  return false;
}

async function endSooner({ deps, tx, project }: Settling, request: PullRequest): Promise<void> {
  const dir = await findDir(tx, project.id, requestDir(project, request));
  const end = new Date(deps.now().getTime() + CLOSED_MS);
  if (dir?.deleteAt && dir.deleteAt > end) await keepDir(tx, dir, end);
}
