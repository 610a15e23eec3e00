/** One replica leads at a time: a lease in Redis, and a term number that every change is checked against. */
import type { Redis } from 'ioredis';
import type { Keys } from './keys.js';

/** Life of the lease; renewed at a third of it. */
export const LEASE_MS = 6_000;

/** What a replica can do about leading. Terms only rise. */
export interface Election {
  /** The number of a new term, or undefined when another leads. */
  campaign(): Promise<number | undefined>;
  /** Whether the term goes on. */
  renew(term: number): Promise<boolean>;
  /** Lets another lead at once. */
  resign(): Promise<void>;
}

/** `me`: a name that no other replica has. */
export function electionIn(redis: Redis, keys: Keys, me: string): Election {
  return {
    campaign: async () => (await redis.koprCampaign(keys.leader, keys.fence, me, LEASE_MS)) || undefined,
    renew: async (term) => (await redis.koprRenew(keys.leader, keys.fence, me, term, LEASE_MS)) === 1,
    resign: async () => {
      await redis.koprResign(keys.leader, me);
    },
  };
}
