/**
 * Tells listeners all that they should know of a topic, a part at a time: after an upgrade that brought new listeners,
 * and when an operator has restored one from an old backup. Hearing it twice changes nothing.
 */
import { transact, type Say, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { holdIntroduction, noteIntroduction, type Topic } from '../store/introductions.js';
import { chrootsOf } from '../store/project-parts.js';
import { livingProjectsAfter, type ProjectRow } from '../store/projects.js';
import { holdUsersAfter, type UserRow } from '../store/users.js';
import { refOf } from './order-repos.js';
import { sayAccess } from './say-access.js';
import { sayUser } from './say-user.js';

/** As many at once as make a short transaction. */
const AT_A_TIME = 50;

/** Tells the next part; false when there is none, or when another replica is at it. */
export async function introduce(deps: Deps, topic: Topic): Promise<boolean> {
  return transact(deps.db, async (tx, say) => {
    const held = await holdIntroduction(tx, topic);
    if (!held) return false;
    const told = await PARTS[topic](tx, say, held.lastId);
    const last = told.at(-1) ?? held.lastId;
    const isAll = told.length < AT_A_TIME;
    await noteIntroduction(tx, topic, last, isAll ? deps.now() : null);
    if (isAll) deps.log.info('listeners were told all of a topic', { topic });
    return !isAll;
  });
}

/** Each tells those after the given number and answers their numbers. */
const PARTS: Readonly<Record<Topic, (tx: Tx, say: Say, after: number) => Promise<number[]>>> = {
  users: async (tx, say, after) => {
    const users = await holdUsersAfter(tx, after, AT_A_TIME);
    for (const user of users) await introduceUser(tx, say, user);
    return users.map(({ id }) => id);
  },
  projects: async (tx, say, after) => {
    const projects = await livingProjectsAfter(tx, after, AT_A_TIME);
    for (const project of projects) await introduceProject(tx, say, project);
    return projects.map(({ id }) => id);
  },
};

async function introduceUser(tx: Tx, say: Say, user: UserRow): Promise<void> {
  await sayUser(say, user);
  await sayAccess(tx, say, user);
}

async function introduceProject(tx: Tx, say: Say, project: ProjectRow): Promise<void> {
  const chroots = (await chrootsOf(tx, project.id)).map(({ mock }) => mock.name);
  await say('project.changed', { project: refOf(project), chroots });
}
