/** Users and groups: rows and named operations. */
import { EntitySchema, In, MoreThan, type EntityManager } from 'typeorm';
import { flag, id, nullable, ref, text, time } from './column.js';

export interface UserRow {
  id: number;
  name: string;
  email: string | null;
  passwordHash: string | null;
  admin: boolean;
  active: boolean;
  wantsMail: boolean;
  createdAt: Date;
}

export const UserEntity = new EntitySchema<UserRow>({
  name: 'user',
  tableName: 'users',
  columns: {
    id,
    name: text('name'),
    email: text('email', nullable),
    passwordHash: text('password_hash', nullable),
    admin: flag('admin'),
    active: flag('active'),
    wantsMail: flag('wants_mail'),
    createdAt: time('created_at'),
  },
});

export interface GroupRow {
  id: number;
  name: string;
  createdAt: Date;
}

export const GroupEntity = new EntitySchema<GroupRow>({
  name: 'group',
  tableName: 'user_groups',
  columns: { id, name: text('name'), createdAt: time('created_at') },
});

export interface MemberRow {
  groupId: number;
  userId: number;
}

export const MemberEntity = new EntitySchema<MemberRow>({
  name: 'member',
  tableName: 'group_members',
  columns: { groupId: ref('group_id', { primary: true }), userId: ref('user_id', { primary: true }) },
});

/** The user of this name. */
export function findUser(tx: EntityManager, name: string): Promise<UserRow | null> {
  return tx.findOneBy(UserEntity, { name });
}

/** All users by name. */
export function allUsers(tx: EntityManager): Promise<UserRow[]> {
  return tx.find(UserEntity, { order: { name: 'ASC' } });
}

/** The user of this number, if active. */
export function findActiveUser(tx: EntityManager, userId: number): Promise<UserRow | null> {
  return tx.findOneBy(UserEntity, { id: userId, active: true });
}

/** Users by number, only those after `last`, held. */
export function holdUsersAfter(tx: EntityManager, last: number, limit: number): Promise<UserRow[]> {
  const lock = { mode: 'pessimistic_write' } as const;
  return tx.find(UserEntity, { where: { id: MoreThan(last) }, order: { id: 'ASC' }, take: limit, lock });
}

/** Holds the user until the end of the transaction and counts one word more about their access. */
export async function countAccess(tx: EntityManager, userId: number): Promise<{ revision: number; active: boolean }> {
  await tx.query('UPDATE users SET access_revision = access_revision + 1 WHERE id = ?', [userId]);
  const rows: { access_revision: number; active: number }[] = await tx.query(
    'SELECT access_revision, active FROM users WHERE id = ?',
    [userId],
  );
  return { revision: rows[0]?.access_revision ?? 0, active: Boolean(rows[0]?.active) };
}

/** Adds a user or changes one; answers the row with its number. */
export function saveUser(tx: EntityManager, user: Omit<UserRow, 'id'> & { id?: number }): Promise<UserRow> {
  return tx.save(UserEntity, user);
}

/** The group of this name, without `@`. */
export function findGroup(tx: EntityManager, name: string): Promise<GroupRow | null> {
  return tx.findOneBy(GroupEntity, { name });
}

/** All groups by name. */
export function allGroups(tx: EntityManager): Promise<GroupRow[]> {
  return tx.find(GroupEntity, { order: { name: 'ASC' } });
}

/** Adds a group. */
export function saveGroup(tx: EntityManager, group: Omit<GroupRow, 'id'>): Promise<GroupRow> {
  return tx.save(GroupEntity, group);
}

/** Makes exactly these users the group's members. */
export async function setMembers(tx: EntityManager, groupId: number, userIds: readonly number[]): Promise<void> {
  await tx.delete(MemberEntity, { groupId });
  await tx.insert(
    MemberEntity,
    userIds.map((userId) => ({ groupId, userId })),
  );
}

/** Whether the user belongs to the group. */
export function isMember(tx: EntityManager, groupId: number, userId: number): Promise<boolean> {
  return tx.existsBy(MemberEntity, { groupId, userId });
}

/** The group's members, oldest first. */
export async function membersOf(tx: EntityManager, groupId: number): Promise<UserRow[]> {
  const members = await tx.findBy(MemberEntity, { groupId });
  return tx.find(UserEntity, { where: { id: In(members.map(({ userId }) => userId)) }, order: { id: 'ASC' } });
}

/** Names of the groups that the user belongs to, in order. */
export async function groupsOf(tx: EntityManager, userId: number): Promise<string[]> {
  const members = await tx.findBy(MemberEntity, { userId });
  const groups = await tx.findBy(GroupEntity, { id: In(members.map((member) => member.groupId)) });
  return groups.map((group) => group.name).sort();
}
