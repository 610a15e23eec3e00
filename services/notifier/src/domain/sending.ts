/** How an attempt to tell something went, and what follows from it. */
import { backoff } from '@kopr/shared/domain';

/** `others`: whether the next one in line may be tried at once, or the way itself is blocked. `afterMs`: not sooner. */
export type Sending =
  | { readonly went: 'out' }
  | { readonly went: 'wrong'; readonly reason: string; readonly others: boolean; readonly afterMs?: number }
  | { readonly went: 'nowhere'; readonly reason: string };

/** It is out. */
export const sent: Sending = { went: 'out' };
/** Not this time. */
export const retryLater = (reason: string, how: { others: boolean; afterMs?: number }): Sending => ({
  went: 'wrong',
  reason,
  ...how,
});
/** Never: nobody to tell, or refused for good. */
export const drop = (reason: string): Sending => ({ went: 'nowhere', reason });

const BASE_MS = 5_000;
const MAX_MS = 15 * 60_000;
/** As long as mail servers keep trying, by custom. */
const GIVE_UP_MS = 3 * 24 * 3_600_000;

/**
 * When to try again what was first due at `createdAt` and failed for the `tries`th time; undefined when it is time to
 * give up. Not within `afterMs`, which somebody asked for.
 */
export function nextTry(tries: number, createdAt: Date, now: Date, random: number, afterMs = 0): Date | undefined {
  if (now.getTime() - createdAt.getTime() >= GIVE_UP_MS) return undefined;
  return new Date(now.getTime() + Math.max(afterMs, backoff(tries, { baseMs: BASE_MS, maxMs: MAX_MS, random })));
}
