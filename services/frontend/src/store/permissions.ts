/** Who may build in or edit a project without owning it: what was asked for and what was approved. */
import { EntitySchema, type EntityManager } from 'typeorm';
import type { Permissions } from '../domain/permissions.js';
import { ref, text } from './column.js';

interface PermissionRow extends Permissions {
  projectId: number;
  userId: number;
}

export const PermissionEntity = new EntitySchema<PermissionRow>({
  name: 'permission',
  tableName: 'project_permissions',
  columns: {
    projectId: ref('project_id', { primary: true }),
    userId: ref('user_id', { primary: true }),
    admin: text('admin'),
    builder: text('builder'),
  },
});

/** A user's permissions in a project, if anything was ever asked or given. */
export async function findPermissions(
  tx: EntityManager,
  projectId: number,
  userId: number,
): Promise<Permissions | null> {
  return tx.findOneBy(PermissionEntity, { projectId, userId });
}

/** Everybody's permissions in a project, by name. */
export async function permissionsOf(
  tx: EntityManager,
  projectId: number,
): Promise<readonly (Permissions & { readonly name: string })[]> {
  return tx.query(
    `SELECT u.name, s.admin, s.builder FROM project_permissions s JOIN users u ON u.id = s.user_id
      WHERE s.project_id = ? ORDER BY u.name`,
    [projectId],
  );
}

/** Sets a user's permissions in a project. */
export async function savePermissions(
  tx: EntityManager,
  projectId: number,
  userId: number,
  { admin, builder }: Permissions,
): Promise<void> {
  await tx.upsert(PermissionEntity, { projectId, userId, admin, builder }, ['projectId', 'userId']);
}

/** Most projects that others are told of. Anybody may open projects to anybody, and the message must stay small enough. */
const MOST_OPEN = 4000;

/** Numbers of the living projects that the user may build in by permission or as a member of a group: groups' first, in order. */
export async function openProjects(tx: EntityManager, userId: number): Promise<number[]> {
  const rows: { id: number }[] = await tx.query(
    `SELECT id FROM (
       SELECT p.id, 1 AS turn FROM project_permissions s JOIN projects p ON p.id = s.project_id AND p.living = 1
         WHERE s.user_id = ? AND (s.admin = 'approved' OR s.builder = 'approved')
       UNION ALL
       SELECT p.id, 0 AS turn FROM group_members m JOIN projects p ON p.group_id = m.group_id AND p.living = 1
         WHERE m.user_id = ?
     ) found GROUP BY id ORDER BY MIN(turn), id LIMIT ${MOST_OPEN}`,
    [userId, userId],
  );
  return rows.map(({ id }) => id);
}
