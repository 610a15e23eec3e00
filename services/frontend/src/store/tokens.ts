/** API tokens: only the SHA-256 of a token is kept; a user may have several. */
import { EntitySchema, MoreThanOrEqual, type EntityManager } from 'typeorm';
import { id, ref, text, time } from './column.js';

export interface TokenRow {
  id: number;
  userId: number;
  login: string;
  tokenSha256: string;
  /** `YYYY-MM-DD`; valid on that day too. */
  expiresOn: string;
  createdAt: Date;
}

export const TokenEntity = new EntitySchema<TokenRow>({
  name: 'token',
  tableName: 'api_tokens',
  columns: {
    id,
    userId: ref('user_id'),
    login: text('login'),
    tokenSha256: text('token_sha256'),
    expiresOn: { type: 'date', name: 'expires_on' },
    createdAt: time('created_at'),
  },
});

/** The token with this login, if it has not expired on `day`. */
export function findToken(tx: EntityManager, login: string, day: string): Promise<TokenRow | null> {
  return tx.findOneBy(TokenEntity, { login, expiresOn: MoreThanOrEqual(day) });
}

/** A user's tokens, newest first, expired ones too. */
export function tokensOf(tx: EntityManager, userId: number): Promise<TokenRow[]> {
  return tx.find(TokenEntity, { where: { userId }, order: { id: 'DESC' } });
}

/** Most tokens that others are told of: the newest ones. */
const MOST_TOLD = 100;

/** A user's tokens that have not been revoked, newest first; their last days may be over. */
export function liveTokens(tx: EntityManager, userId: number): Promise<TokenRow[]> {
  return tx.find(TokenEntity, { where: { userId }, order: { id: 'DESC' }, take: MOST_TOLD });
}

/** Keeps a new token. */
export async function addToken(tx: EntityManager, token: Omit<TokenRow, 'id'>): Promise<void> {
  await tx.insert(TokenEntity, token);
}

/** Revokes one token of the user; false when there is none of that number. */
export async function revokeToken(tx: EntityManager, userId: number, tokenId: number): Promise<boolean> {
  const { affected } = await tx.delete(TokenEntity, { id: tokenId, userId });
  return affected === 1;
}

/** Revokes the token with this login. */
export async function revokeLogin(tx: EntityManager, userId: number, login: string): Promise<void> {
  await tx.delete(TokenEntity, { userId, login });
}
