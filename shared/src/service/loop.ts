/** A loop: ticks now and then, and at once when woken; never twice at the same time. */
import type { Log } from '../log/index.js';
import type { Part } from './part.js';

/** `everyMs`: the longest rest between the end of a tick and the start of the next. */
export interface LoopOptions {
  readonly name: string;
  readonly everyMs: number;
  readonly log: Log;
  /** One round of work; `again` when more is waiting, so that there is no rest before the next. */
  tick(): Promise<void | 'again'>;
}

/** A tick that failed is tried again after this, or after the loop's own rest if that is shorter. */
const RETRY_MS = 1_000;

/** A part that can be told that there is work. */
export type Loop = Part & { wake(): void };

/** Makes a loop. A tick that throws is logged and tried again soon; a wake during a tick is kept for after it. */
export function loop({ name, everyMs, log, tick }: LoopOptions): Loop {
  let on = false;
  let woken = false;
  let restMs = everyMs;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;

  const once = async (): Promise<boolean> => {
    woken = false;
    try {
      const more = await tick();
      restMs = everyMs;
      return more === 'again';
    } catch (error) {
      log.error('a loop’s tick failed', { loop: name, error });
      // Not at once again, even if woken: a lasting failure must not spin.
      woken = false;
      restMs = Math.min(everyMs, RETRY_MS);
      return false;
    }
  };
  const run = async (): Promise<void> => {
    // A turn for everybody else between two ticks, even when a tick never waits.
    while (on && ((await once()) || woken)) await new Promise(setImmediate);
    round = undefined;
    if (on) timer = setTimeout(wake, restMs);
  };
  const wake = (): void => {
    if (!on) return;
    woken = true;
    if (round) return;
    clearTimeout(timer);
    round = run();
  };
  const end = async (): Promise<void> => {
    on = false;
    clearTimeout(timer);
    await round;
  };
  return {
    name,
    start: () => {
      on = true;
      wake();
      return Promise.resolve();
    },
    drain: end,
    stop: end,
    wake,
  };
}
