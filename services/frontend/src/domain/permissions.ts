/** Permissions in a project: two roles, each not given, asked for, or approved; and how people write them down. */
import { refuse } from './refusal.js';

/** What somebody may be besides an owner: an admin changes the project, a builder builds in it. */
export const ROLES = ['admin', 'builder'] as const;
export type Role = (typeof ROLES)[number];

/** How a permission can stand. */
export const PERMISSION_STATES = ['nothing', 'request', 'approved'] as const;
type PermissionState = (typeof PERMISSION_STATES)[number];

/** One user's permissions in one project. */
export type Permissions = Readonly<Record<Role, PermissionState>>;

/** Whoever never asked and was never given anything. */
export const NO_PERMISSIONS: Permissions = { admin: 'nothing', builder: 'nothing' };

/** Whether both say the same. */
export function samePermissions(one: Permissions, other: Permissions): boolean {
  return ROLES.every((role) => one[role] === other[role]);
}

/** What is to become of a user's permissions; roles that are not named stay as they are. */
export type PermissionWish = Partial<Permissions>;
/** Which roles a user asks for (true) or drops (false). */
export type RoleWish = Partial<Readonly<Record<Role, boolean>>>;

/** Most users whose permissions are changed at once. */
const MAX_USERS = 100;

const SET_FORMAT =
  "request is not a dictionary, expected format: {'username': {'admin': 'nothing', 'builder': 'request'} ...}";
const REQUEST_FORMAT = "invalid 'roles' dict format, expected: {'admin': True, 'builder': False}";

/** Wishes by user, as an owner sends them. */
export function readPermissionWishes(sent: unknown): ReadonlyMap<string, PermissionWish> {
  const users = Object.entries(dictionary(sent, SET_FORMAT));
  if (users.length === 0) refuse('invalid', 'no permission change requested');
  if (users.length > MAX_USERS) refuse('invalid', `at most ${MAX_USERS} users are taken at once`);
  return new Map(users.map(([user, wish]) => [user, readStates(dictionary(wish, SET_FORMAT))]));
}

/** The roles that somebody asks for or drops. */
export function readRoleWish(sent: unknown): RoleWish {
  const roles = Object.entries(dictionary(sent, REQUEST_FORMAT));
  if (roles.length === 0) refuse('invalid', 'no permission requested');
  return Object.fromEntries(roles.map(([name, wanted]) => [readRole(name), readWanted(name, wanted)]));
}

function readStates(states: Record<string, unknown>): PermissionWish {
  return Object.fromEntries(Object.entries(states).map(([name, state]) => [readRole(name), readState(name, state)]));
}

function readRole(name: string): Role {
  const role = ROLES.find((known) => known === name);
  return role ?? refuse('invalid', `invalid permission '${name}', allowed ${ROLES.join('|')}`);
}

function readState(role: string, state: unknown): PermissionState {
  const known = PERMISSION_STATES.find((candidate) => candidate === state);
  const allowed = PERMISSION_STATES.join('|');
  return known ?? refuse('invalid', `invalid '${role}' permission state '${shown(state)}', use ${allowed}`);
}

function readWanted(role: string, wanted: unknown): boolean {
  if (typeof wanted === 'boolean') return wanted;
  refuse('invalid', `invalid '${role}' permission request '${shown(wanted)}', expected True or False`);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function dictionary(value: unknown, format: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('invalid', format);
  return { ...value };
}
