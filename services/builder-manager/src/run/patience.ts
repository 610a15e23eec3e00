/** Trying again until it works, ever more slowly, until the service ends. */
import { setTimeout as pause } from 'node:timers/promises';
import { backoff } from '@kopr/shared/domain';
import type { Log } from '@kopr/shared/log';

export interface Patience {
  readonly log: Log;
  /** Ends the trying: the service stops. */
  readonly signal: AbortSignal;
}

const BASE_MS = 100;
const MAX_MS = 5_000;

/** Repeats `work` until it succeeds. What `isFinal` says of an error is thrown at once. */
export async function insist<T>(
  what: string,
  { log, signal }: Patience,
  work: () => Promise<T>,
  isFinal: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (isFinal(error)) throw error;
      // The first failure may be any passing thing; a person reads of what lasts.
      log[tries < 3 ? 'debug' : 'warn']('trying again', { what, tries, error });
      await pause(backoff(tries, { baseMs: BASE_MS, maxMs: MAX_MS, random: Math.random() }), undefined, { signal });
    }
  }
}
