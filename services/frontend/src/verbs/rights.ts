/** Who may do what to a project. */
import type { Tx } from '@kopr/shared/outbox';
import { isMember, type UserRow } from '../store/users.js';
import type { ProjectRow } from '../store/projects.js';

/** Owner of a personal project, any member of the group of a group's project, and admins. */
export async function owns(tx: Tx, user: UserRow, project: Pick<ProjectRow, 'userId' | 'groupId'>): Promise<boolean> {
  if (user.admin || project.userId === user.id) return true;
  return project.groupId !== null && (await isMember(tx, project.groupId, user.id));
}

/** Who may change the project's settings and builds. */
export const mayEdit = owns;
/** Who may submit builds. */
export const mayBuild = owns;
