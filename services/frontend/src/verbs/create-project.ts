/** Adds a project with its main directory and chroots; empty signed repositories are ordered at once. */
import { randomUUID } from 'node:crypto';
import { asError } from '@kopr/shared/errors';
import { transact, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { refuse, required } from '../domain/refusal.js';
import { isDuplicate } from '../store/duplicate.js';
import { addDir } from '../store/project-dirs.js';
import { addChroots } from '../store/project-parts.js';
import { addProject, findProject, type ProjectRow } from '../store/projects.js';
import { findGroup, findUser, isMember, type UserRow } from '../store/users.js';
import { orderRepos, refOf } from './order-repos.js';
import { sayGroupAccess } from './say-access.js';

/** Everything of a project that its creator chooses. */
export type ProjectWish = Omit<
  ProjectRow,
  | 'id'
  | 'owner'
  | 'living'
  | 'userId'
  | 'groupId'
  | 'createdBy'
  | 'createdAt'
  | 'deletedAt'
  | 'webhookSecret'
  | 'forkedFrom'
  | 'deleteAt'
> & { readonly chroots: readonly string[] };

/** Whose the project will be: a user or a group. */
interface Owner {
  readonly owner: string;
  readonly userId: number | null;
  readonly groupId: number | null;
  /** How the owner is named where the name is taken already. */
  readonly taken: string;
}

/** The new project; `existOk` gives back one that is there, unchanged. Chroots must be active ones. */
export async function createProject(
  deps: Deps,
  user: UserRow,
  ownername: string,
  { chroots, ...settings }: ProjectWish,
  existOk = false,
): Promise<ProjectRow> {
  return transact(deps.db, async (tx, say) => {
    const { taken, ...owner } = await ownerFor(tx, user, ownername);
    const known = await findProject(tx, ownername, settings.name);
    if (known && existOk) return known;
    if (known) nameTaken(taken, settings.name);
    onlyAdmins(user, settings);
    if (settings.persistent && settings.deleteAfterDays !== null) refuse('invalid', TEMPORARY_AND_PERSISTENT);
    const now = deps.now();
    const project = await addNew(tx, { ...settings, ...owner, createdBy: user.id, forkedFrom: null }, taken, now);
    await addChroots(tx, project.id, chroots);
    await sayGroupAccess(tx, say, project);
    await say('project.changed', { project: refOf(project), chroots: [...chroots] });
    await orderRepos(say, 'create', refOf(project), project, chroots);
    return project;
  });
}

/** What is known of a project before it gets its number. */
export type NewProject = Omit<ProjectRow, 'id' | 'living' | 'createdAt' | 'deletedAt' | 'webhookSecret' | 'deleteAt'>;

/** Adds it with its main directory; refuses a name that is taken. */
export async function addNew(tx: Tx, wish: NewProject, taken: string, now: Date): Promise<ProjectRow> {
  const fresh = { living: true as const, createdAt: now, deletedAt: null, webhookSecret: randomUUID() };
  const row = { ...wish, ...fresh, deleteAt: endOf(wish.deleteAfterDays, now) };
  // Two may ask for the same name at the same time.
  const project = await addProject(tx, row).catch((error: unknown) =>
    isDuplicate(error) ? nameTaken(taken, wish.name) : Promise.reject(asError(error)),
  );
  await addDir(tx, { projectId: project.id, name: project.name, createdAt: now });
  return project;
}

/** When a project ends that is to last for some days; never when it is not. */
export function endOf(days: number | null, now: Date): Date | null {
  return days === null ? null : new Date(now.getTime() + days * 86_400_000);
}

function nameTaken(taken: string, name: string): never {
  refuse('invalid', `name: ${taken} '${name}'.`);
}

/** Whose a project of this owner's name will be, if the user may make one there. */
export async function ownerFor(tx: Tx, user: UserRow, owner: string): Promise<Owner> {
  if (owner.startsWith('@')) return groupOwner(tx, user, owner.slice(1));
  const taken = 'You already have a project named';
  if (owner === user.name) return { owner, userId: user.id, groupId: null, taken };
  const other = required(await findUser(tx, owner), 'missing', `No such user \`${owner}'`);
  if (!user.admin) {
    refuse(
      'forbidden',
      `You were authorized as '${user.name}' user without permissions to access projects of user '${owner}'`,
    );
  }
  return { owner, userId: other.id, groupId: null, taken };
}

async function groupOwner(tx: Tx, user: UserRow, name: string): Promise<Owner> {
  const group = required(await findGroup(tx, name), 'missing', `Group ${name} does not exist.`);
  if (!user.admin && !(await isMember(tx, group.id, user.id))) {
    refuse('forbidden', `User '${user.name}' doesn't have access to the copr group '${name}' (fas_name='${name}')`);
  }
  const taken = `Group ${name} (fas: ${name}) already has a project named`;
  return { owner: `@${name}`, userId: null, groupId: group.id, taken };
}

/** A project cannot be both protected against deletion and temporary. */
export const TEMPORARY_AND_PERSISTENT = "delete_after_days: 'delete after' can not be combined with persistent";

function onlyAdmins(user: UserRow, settings: Pick<ProjectWish, 'persistent' | 'autoPrune'>): void {
  if (user.admin) return;
  if (settings.persistent) refuse('forbidden', 'Non-admin cannot create persistent projects');
  if (!settings.autoPrune) refuse('forbidden', 'Non-admin cannot disable auto-prunning.');
}
