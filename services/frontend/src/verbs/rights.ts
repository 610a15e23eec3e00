/** Who may do what to a project. */
import type { Tx } from '@kopr/shared/outbox';
import type { Role } from '../domain/permissions.js';
import { findPermissions } from '../store/permissions.js';
import type { ProjectRow } from '../store/projects.js';
import { isMember, type UserRow } from '../store/users.js';

/** What of a project tells whose it is. */
export type Owned = Pick<ProjectRow, 'id' | 'userId' | 'groupId'>;

/** Owner of a personal project, any member of the group of a group's project, and admins of the instance. */
export async function owns(tx: Tx, user: UserRow, project: Owned): Promise<boolean> {
  if (user.admin || project.userId === user.id) return true;
  return project.groupId !== null && (await isMember(tx, project.groupId, user.id));
}

/** Who may change the project's settings, its packages and its permissions, and delete its builds. */
export function mayEdit(tx: Tx, user: UserRow, project: Owned): Promise<boolean> {
  return ownsOrIs(tx, user, project, ['admin']);
}

/** Who may submit and cancel builds. */
export function mayBuild(tx: Tx, user: UserRow, project: Owned): Promise<boolean> {
  return ownsOrIs(tx, user, project, ['admin', 'builder']);
}

async function ownsOrIs(tx: Tx, user: UserRow, project: Owned, roles: readonly Role[]): Promise<boolean> {
  if (await owns(tx, user, project)) return true;
  const own = await findPermissions(tx, project.id, user.id);
  return own !== null && roles.some((role) => own[role] === 'approved');
}
