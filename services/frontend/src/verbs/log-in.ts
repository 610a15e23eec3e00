/** Checks a name and a password. */
import { hash, verify } from '@node-rs/argon2';
import type { Deps } from '../deps.js';
import { findUser, type UserRow } from '../store/users.js';

/** Verified against when there is no such user, so that the time it takes does not tell. Made at the first need. */
let decoy: Promise<string> | undefined;

/** The user, or undefined when name and password do not fit or the user is not active. */
export async function logIn(deps: Deps, name: string, password: string): Promise<UserRow | undefined> {
  const user = await findUser(deps.db.manager, name);
  decoy ??= hash('nobody');
  const fits = await verify(user?.passwordHash ?? (await decoy), password);
  return user?.passwordHash && user.active && fits ? user : undefined;
}
