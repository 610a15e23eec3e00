/** Permissions in a project: two roles, each not given, asked for, or approved. */

/** What somebody may be besides an owner: an admin changes the project, a builder builds in it. */
export const ROLES = ['admin', 'builder'] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSION_STATES = ['nothing', 'request', 'approved'] as const;
export type PermissionState = (typeof PERMISSION_STATES)[number];

/** One user's permissions in one project. */
export type Permissions = Readonly<Record<Role, PermissionState>>;

/** Whoever never asked and was never given anything. */
export const NO_PERMISSIONS: Permissions = { admin: 'nothing', builder: 'nothing' };

/** Whether both say the same. */
export function samePermissions(one: Permissions, other: Permissions): boolean {
  return ROLES.every((role) => one[role] === other[role]);
}
