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

/** Numbers of the living projects that the user may build in by permission or as a member of a group, in order. */
export async function openProjects(tx: EntityManager, userId: number): Promise<number[]> {
  const rows: { id: number }[] = await tx.query(
    `SELECT p.id FROM project_permissions s JOIN projects p ON p.id = s.project_id AND p.living = 1
      WHERE s.user_id = ? AND (s.admin = 'approved' OR s.builder = 'approved')
     UNION
     SELECT p.id FROM group_members m JOIN projects p ON p.group_id = m.group_id AND p.living = 1
      WHERE m.user_id = ? ORDER BY 1`,
    [userId, userId],
  );
  return rows.map(({ id }) => id);
}
