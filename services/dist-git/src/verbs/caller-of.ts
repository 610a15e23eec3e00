/** Who sends a request that changes something here. */
import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { tokenIn } from '../domain/credentials.js';
import { isUploadKey, type Opens, uploadKey } from '../domain/upload-key.js';
import { tokensOf, userOfToken } from '../store/access.js';

/** A person whose token is good now. */
export interface Caller {
  readonly user: string;
}

/**
 * The caller behind an `Authorization` header; undefined without one, or with one that counts for nothing. Asked anew
 * each time, so that a revoked token ends with the news of it. Looked up by its hash: how long that takes tells nothing
 * of a token, since nobody can choose what a hash begins with.
 */
export async function callerOf(db: DataSource, header: string | undefined, now: Date): Promise<Caller | undefined> {
  const token = tokenIn(header);
  if (token === undefined) return undefined;
  const user = await userOfToken(db.manager, sha256Of(token), now);
  return user === undefined ? undefined : { user };
}

/** What an address of uploads shows. */
export interface ShownKey {
  readonly user: string;
  readonly key: string;
}

/** The caller behind a key for uploads; it ends with its token as that does. */
export async function callerOfKey(
  db: DataSource,
  { user, key }: ShownKey,
  opens: Opens,
  now: Date,
): Promise<Caller | undefined> {
  return isUploadKey(key, await tokensOf(db.manager, user, now), opens) ? { user } : undefined;
}

/** The key that goes with the token in an `Authorization` header that was checked. */
export function keyFor(header: string | undefined, opens: Opens): string | undefined {
  const token = tokenIn(header);
  return token === undefined ? undefined : uploadKey(sha256Of(token), opens);
}

function sha256Of(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
