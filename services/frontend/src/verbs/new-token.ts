/** Gives a user an API token. The token itself is seen once, here; only its hash is kept. */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { transact, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { addToken, findToken, revokeLogin } from '../store/tokens.js';
import { findActiveUser, type UserRow } from '../store/users.js';
import { sayAccess } from './say-access.js';

const LOGIN_CHARS = 20;
const TOKEN_CHARS = 30;

/** A token as its user gets it. `expiresOn`: `YYYY-MM-DD`, its last day. */
export interface NewToken {
  readonly login: string;
  readonly token: string;
  readonly expiresOn: string;
}

/** A new token; `replaces` names the login of one that ends with it. */
export async function newToken(deps: Deps, user: UserRow, replaces?: string): Promise<NewToken> {
  const created = deps.now();
  const fresh = {
    login: letters(LOGIN_CHARS),
    token: letters(TOKEN_CHARS),
    expiresOn: dayOf(new Date(created.getTime() + deps.config.tokenDays * 86_400_000)),
  };
  await transact(deps.db, async (tx, say) => {
    if (replaces !== undefined) await revokeLogin(tx, user.id, replaces);
    const { login, expiresOn } = fresh;
    await addToken(tx, { userId: user.id, login, expiresOn, tokenSha256: sha256(fresh.token), createdAt: created });
    await sayAccess(tx, say, user);
  });
  return fresh;
}

/** The active user whom a login and token belong to. */
export async function userOfToken(tx: Tx, login: string, token: string, now: Date): Promise<UserRow | null> {
  const row = await findToken(tx, login, dayOf(now));
  if (!row || !timingSafeEqual(Buffer.from(row.tokenSha256), Buffer.from(sha256(token)))) return null;
  return findActiveUser(tx, row.userId);
}

function letters(count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join('');
}

function sha256(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
