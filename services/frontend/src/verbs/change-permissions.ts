/** Gives and takes permissions in a project, and takes requests for them. Those who should know are told by mail. */
import { transact, type Say, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import {
  NO_PERMISSIONS,
  ROLES,
  samePermissions,
  type Permissions,
  type PermissionWish,
  type RoleWish,
} from '../domain/permissions.js';
import { refuse, required } from '../domain/refusal.js';
import { findPermissions, permissionsOf, savePermissions } from '../store/permissions.js';
import { lockProject, type ProjectRow } from '../store/projects.js';
import { findUser, membersOf, type UserRow } from '../store/users.js';
import { refOf } from './order-repos.js';
import { sayAccess } from './say-access.js';

/** Most people who get a mail about one request. */
const MOST_TOLD = 100;

/** Sets the permissions of users, all or none; answers whose changed. Rights were checked by the caller. */
export async function setPermissions(
  deps: Deps,
  by: UserRow,
  project: ProjectRow,
  wishes: ReadonlyMap<string, PermissionWish>,
): Promise<string[]> {
  return transact(deps.db, async (tx, say) => {
    await hold(tx, project);
    const updated: string[] = [];
    for (const [name, wish] of wishes) {
      const user = required(await findUser(tx, name), 'invalid', `user '${name}' doesn't exist in database`);
      const before = await permissionsIn(tx, user, project);
      const change = { user, by, before, after: { ...before, ...wish }, tell: user.id === by.id ? [] : [user.name] };
      if (await write(deps, tx, say, project, change)) updated.push(name);
    }
    return updated;
  });
}

/** Asks for roles and drops others; answers whether that changes anything. */
export async function requestPermissions(
  deps: Deps,
  user: UserRow,
  project: ProjectRow,
  wish: RoleWish,
): Promise<boolean> {
  return transact(deps.db, async (tx, say) => {
    await hold(tx, project);
    const before = await permissionsIn(tx, user, project);
    const already = ROLES.find((role) => wish[role] === true && before[role] === 'approved');
    if (already) refuse('invalid', `You already are '${already}' in '${project.owner}/${project.name}'`);
    const after = { ...before, ...statesOf(wish) };
    const asks = ROLES.some((role) => after[role] === 'request' && before[role] !== 'request');
    const tell = asks ? await decidersOf(tx, project) : [];
    return write(deps, tx, say, project, { user, by: user, before, after, tell });
  });
}

/** Two changes of the same project wait for each other. */
async function hold(tx: Tx, { id, owner, name }: ProjectRow): Promise<void> {
  required(await lockProject(tx, id, 'write'), 'missing', `Project ${owner}/${name} does not exist.`);
}

async function permissionsIn(tx: Tx, user: UserRow, project: ProjectRow): Promise<Permissions> {
  const { owner, name } = project;
  if (project.userId === user.id) refuse('invalid', `user '${user.name}' is owner of the '${owner}/${name}' project`);
  const { admin, builder } = (await findPermissions(tx, project.id, user.id)) ?? NO_PERMISSIONS;
  return { admin, builder };
}

function statesOf(wish: RoleWish): PermissionWish {
  return Object.fromEntries(Object.entries(wish).map(([role, wanted]) => [role, wanted ? 'request' : 'nothing']));
}

/** Names of those who can decide: the owner or the group's members, and the project's admins. */
async function decidersOf(tx: Tx, { id, owner, groupId }: ProjectRow): Promise<string[]> {
  const owners = groupId === null ? [owner] : (await membersOf(tx, groupId)).map(({ name }) => name);
  const admins = (await permissionsOf(tx, id)).filter(({ admin }) => admin === 'approved').map(({ name }) => name);
  return [...new Set([...owners, ...admins])].slice(0, MOST_TOLD);
}

interface Change {
  readonly user: UserRow;
  readonly by: UserRow;
  readonly before: Permissions;
  readonly after: Permissions;
  readonly tell: readonly string[];
}

async function write(deps: Deps, tx: Tx, say: Say, project: ProjectRow, change: Change): Promise<boolean> {
  const { user, by, before, after, tell } = change;
  if (samePermissions(before, after)) return false;
  await savePermissions(tx, project.id, user.id, after);
  if (ROLES.some((role) => (before[role] === 'approved') !== (after[role] === 'approved'))) {
    await sayAccess(tx, say, user);
  }
  const url = `${deps.config.frontendUrl}/coprs/${project.owner.replace(/^@/, 'g/')}/${project.name}/`;
  const told = { project: refOf(project), user: user.name, by: by.name, before, after, tell: [...tell], url };
  await say('permission.changed', told);
  return true;
}
