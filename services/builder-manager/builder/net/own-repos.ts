/** Waits for the project's own repositories: a new project's, or directory's, may be built in before they are published. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RepoEntry } from '@kopr/proto';
import { ask } from './http.js';

/** As long as Copr's builders wait. The publisher makes a project's key first, which takes seconds. */
const WAIT_MS = 60_000;
const LOOK_MS = 1000;
/** Names of the entries that the house itself publishes for the build's project. */
const OWN = /^copr_(base|base_devel|coprdir)$/;

/** Returns when all of them answer or none may come any more; then dnf says what is wrong. */
export async function awaitOwnRepos(
  repos: readonly RepoEntry[],
  say: (text: string) => void,
  waitMs = WAIT_MS,
): Promise<void> {
  const until = Date.now() + waitMs;
  await Promise.all(repos.filter(({ id }) => OWN.test(id)).map((repo) => awaitRepo(repo, until, say)));
}

async function awaitRepo({ id, baseurl }: RepoEntry, until: number, say: (text: string) => void): Promise<void> {
  const url = `${baseurl.replace(/\/+$/, '')}/repodata/repomd.xml`;
  for (let looks = 0; !(await isThere(url)); looks++) {
    if (looks === 0) say(`${id} is not published yet: waiting for it`);
    if (Date.now() + LOOK_MS > until) return;
    await pause(LOOK_MS);
  }
}

/** Only "not found" is worth waiting for; of the rest, dnf has more to say. */
async function isThere(url: string): Promise<boolean> {
  try {
    const { status, body } = await ask({ method: 'HEAD', url });
    body.resume();
    return status !== 404;
  } catch {
    return true;
  }
}
