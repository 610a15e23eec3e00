/** Adds a user, or changes what is given of one: saying it again is harmless. */
import { hash } from '@node-rs/argon2';
import { transact, type Tx } from '@kopr/shared/outbox';
import { z } from 'zod';
import type { Deps } from '../deps.js';
import { whyNotOwnerName } from '../domain/names.js';
import { refuse } from '../domain/refusal.js';
import { findUser, saveUser, type UserRow } from '../store/users.js';
import { sayAccess } from './say-access.js';
import { sayUser } from './say-user.js';

/** What may be set; what is left out keeps its value. */
export interface UserWish {
  readonly name: string;
  readonly email?: string;
  readonly password?: string;
  readonly admin?: boolean;
  readonly active?: boolean;
  readonly wantsMail?: boolean;
}

/** The user as it is afterwards. Says `user.changed` and `access.changed`. */
export async function createUser(deps: Deps, wish: UserWish): Promise<UserRow> {
  check(wish);
  const passwordHash = wish.password === undefined ? undefined : await hash(wish.password);
  return transact(deps.db, async (tx, say) => {
    const user = await upsert(tx, wish, passwordHash, deps.now());
    await sayUser(say, user);
    // Whoever is not active may push nowhere.
    await sayAccess(tx, say, user);
    return user;
  });
}

function check({ name, email }: UserWish): void {
  const wrong = whyNotOwnerName(name);
  if (wrong !== undefined) refuse('invalid', wrong);
  if (email !== undefined && !z.email().safeParse(email).success)
    refuse('invalid', `'${email}' is not an e-mail address`);
}

async function upsert(tx: Tx, wish: UserWish, passwordHash: string | undefined, now: Date): Promise<UserRow> {
  const known = await findUser(tx, wish.name);
  const blank = { name: wish.name, email: null, passwordHash: null, admin: false, active: true, wantsMail: true };
  const before: Omit<UserRow, 'id'> & { id?: number } = known ?? { ...blank, createdAt: now };
  return saveUser(tx, {
    ...before,
    email: wish.email ?? before.email,
    passwordHash: passwordHash ?? before.passwordHash,
    admin: wish.admin ?? before.admin,
    active: wish.active ?? before.active,
    wantsMail: wish.wantsMail ?? before.wantsMail,
  });
}
