/** Finds out what a moving name stands for now, so that a build can be made again of the same source. */
import type { Body, BodyInput, Pin } from '@kopr/proto';
import { houseRepository } from '@kopr/shared/domain';
import { deadline } from '@kopr/shared/guard';
import { areHeadsOrTags, commitAmong, readCommittish } from '../domain/committish.js';
import { hopeless, type Movable, movableOf, NO_PIN } from '../domain/movable.js';
import { repositoryName } from '../domain/names.js';
import { plainText, Refusal, Setback } from '../domain/refusal.js';
import { troubleIn } from '../domain/remote-trouble.js';
import { lsRemote } from '../git/ls-remote.js';
import { listedRefs } from '../git/refs.js';
import { openRoute } from '../sources/route.js';
import type { Means, Work } from './means.js';

/** Tries of a repository that cannot be read for a reason that may pass; fewer of one that keeps a worker waiting. */
const TRIES = 4;
const TRIES_OF_THE_SILENT = 2;
const SHOWN = 300;

/** Throws a Refusal or a Setback when it cannot be told. */
export async function resolveSource(
  means: Means,
  request: Body<'source.requested'>,
  work: Work,
): Promise<BodyInput<'source.resolved'>> {
  const { build, source, pin } = request;
  work.begin('resolve');
  if (pin) return { build, pin: await asBefore(pin, work) };
  const obstacle = hopeless(source);
  if (obstacle !== undefined) throw new Refusal('unsupported', obstacle);
  const movable = movableOf(source);
  if (movable && request.private) return { build, pin: unseen(movable) };
  return { build, pin: movable ? { commit: await commitOf(means, movable, work), version: null } : NO_PIN };
}

async function asBefore(pin: Pin, work: Work): Promise<Pin> {
  const { commit, version } = pin;
  await work.story.say(`The same source as before: ${[commit, version].filter((one) => one !== null).join(', ')}`);
  return pin;
}

/** Without the secret, which only its builder is given, nothing can be looked up: a branch is found by the builder's clone. */
function unseen({ committish }: Movable): Pin {
  const asked = readCommittish(committish);
  return asked.is === 'commit' ? { commit: asked.commit, version: null } : NO_PIN;
}

/** Null when only the builder's clone can tell, as with an abbreviated commit. */
async function commitOf(means: Means, { url, committish }: Movable, work: Work): Promise<string | null> {
  const asked = readCommittish(committish);
  if (asked.is === 'commit') return asked.commit;
  const wanted = plainText(committish, SHOWN);
  if (asked.is === 'odd') {
    throw new Refusal('unresolved', `"${wanted}" cannot be the name of a branch, a tag or a commit`, {
      stage: 'checkout',
      retriable: false,
    });
  }
  await work.story.say(`Looking for ${wanted || 'HEAD'} in ${plainText(url, SHOWN)}`);
  const lines = await listRefs(means, url, asked.names, work);
  const commit = commitAmong(lines, asked.names);
  if (commit !== undefined) {
    await work.story.say(`Found commit ${commit}`);
    return commit;
  }
  if (asked.mayBeCommit) return null;
  const missing = wanted === '' ? 'the repository has no HEAD: it is empty' : `there is no branch or tag "${wanted}"`;
  throw new Refusal('unresolved', `${missing} (${plainText(url, SHOWN)})`, { stage: 'checkout' });
}

async function listRefs(
  { limits, layout, siteUrl }: Means,
  url: string,
  names: readonly string[],
  work: Work,
): Promise<string[]> {
  const house = houseRepository(url, siteUrl);
  const name = house && repositoryName(house.owner, house.dirname, house.package);
  if (name) return listedRefs(layout.repository(name));
  const route = await openRoute(url, limits.allowPrivate);
  const time = deadline(limits.resolveMs, work.signal);
  const { signal } = time;
  try {
    const listed = await lsRemote({ ...route, patterns: names, headsAndTags: areHeadsOrTags(names), signal });
    if (listed.ok) return listed.lines;
    throw route.obstacle() ?? troubleOf(url, listed.complaint);
  } catch (error) {
    if (!time.isOver()) throw error;
    const seconds = limits.resolveMs / 1000;
    throw (
      route.obstacle() ??
      putOff(`${plainText(url, SHOWN)} did not answer within ${seconds} seconds`, TRIES_OF_THE_SILENT)
    );
  } finally {
    time.clear();
    await route.close();
  }
}

function troubleOf(url: string, complaint: string): Refusal | Setback {
  const { reason, lasting } = troubleIn(complaint);
  const message = `${plainText(url, SHOWN)} ${reason}`;
  return lasting ? new Refusal('unresolved', message, { stage: 'clone' }) : putOff(message);
}

function putOff(message: string, tries = TRIES): Setback {
  return new Setback('unresolved', message, tries, { stage: 'clone' });
}
