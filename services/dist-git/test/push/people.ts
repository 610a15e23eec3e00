/** People with tokens, as the frontend tells dist-git of them. */
import { createHash } from 'node:crypto';
import type { Body } from '@kopr/proto';
import { eventually } from '@kopr/shared/testkit';
import { callerOf } from '../../src/verbs/caller-of.js';
import { pushTarget } from '../../src/verbs/push-target.js';
import { PROJECT, type Stage } from '../stage.js';

/** The token of whoever is called so. */
export const tokenOf = (user: string): string => `token-of-${user}`;

/** What a client of `user` sends. */
export const basicAuth = (user: string, token = tokenOf(user)): string =>
  `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;

/** Access with one good token; `about` says what is otherwise. */
export function accessOf(user: string, about: Partial<Body<'access.changed'>> = {}): Body<'access.changed'> {
  const sha256 = createHash('sha256').update(tokenOf(user)).digest('hex');
  return { user, revision: 1, tokens: [{ sha256, scopes: ['push'], expiresAt: null }], projects: [], ...about };
}

/** Tells of alice, who owns the project; bob, who may build in it; and eve, who has nothing to do with it. */
export async function tellOfPeople(stage: Stage): Promise<void> {
  await stage.say('project.changed', { project: PROJECT, chroots: [] });
  for (const user of ['alice', 'bob', 'eve'])
    await stage.say('access.changed', accessOf(user, { projects: user === 'bob' ? [PROJECT.id] : [] }));
  await eventually(() => mayPush(stage, 'alice'), { what: 'alice is known' });
  await eventually(() => mayPush(stage, 'bob'), { what: 'bob is known' });
  await eventually(() => callerOf(stage.db, basicAuth('eve'), new Date()), { what: 'eve is known' });
}

/** Whether `user` may push to the project now. */
export async function mayPush(stage: Stage, user: string, dirname: string = PROJECT.dirname): Promise<boolean> {
  const caller = await callerOf(stage.db, basicAuth(user), new Date());
  return caller !== undefined && (await pushTarget(stage.db, caller, PROJECT.owner, dirname)).ok;
}
