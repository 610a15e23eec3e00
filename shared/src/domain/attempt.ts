/** Merging news of attempts, which has no order and comes at least once, early, late or repeated. */

/** What one attempt has come to. `finished` and `lost` are both its end; whichever is heard first counts. */
const RANKS = { queued: 0, assigned: 1, started: 2, finished: 3, lost: 3 } as const;
export type Phase = keyof typeof RANKS;

/** How far an attempt is known to be. */
export interface Progress {
  readonly attempt: number;
  readonly phase: Phase;
}

/**
 * What news does to what is known: a higher attempt is adopted, within an attempt the phase only rises (a `finished`
 * heard before its `started` counts), everything else is stale.
 */
export function mergeAttempt(known: Progress, news: Progress): 'adopt' | 'advance' | 'stale' {
  if (news.attempt > known.attempt) return 'adopt';
  if (news.attempt === known.attempt && RANKS[news.phase] > RANKS[known.phase]) return 'advance';
  return 'stale';
}
