/** Who sends a request that changes something here. */
import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { tokenIn } from '../domain/credentials.js';
import { userOfToken } from '../store/access.js';

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
  const user = await userOfToken(db.manager, createHash('sha256').update(token).digest('hex'), now);
  return user === undefined ? undefined : { user };
}
