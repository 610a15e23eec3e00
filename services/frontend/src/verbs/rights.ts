/** Who may do what to a project. */
import type { Tx } from '@kopr/shared/outbox';
import { isMember, type UserRow } from '../store/users.js';
import type { ProjectRow } from '../store/projects.js';

type Owned = Pick<ProjectRow, 'userId' | 'groupId'>;

/** Owner of a personal project, any member of the group of a group's project, and admins. */
export async function owns(tx: Tx, user: UserRow, project: Owned): Promise<boolean> {
  if (user.admin || project.userId === user.id) return true;
  return project.groupId !== null && (await isMember(tx, project.groupId, user.id));
}

/** Who may change the project's settings and delete its builds. */
export function mayEdit(tx: Tx, user: UserRow, project: Owned): Promise<boolean> {
  return owns(tx, user, project);
}

/** Who may submit and cancel builds. */
export function mayBuild(tx: Tx, user: UserRow, project: Owned): Promise<boolean> {
  return mayEdit(tx, user, project);
}
