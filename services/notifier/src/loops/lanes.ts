/** Lanes of work: within a lane one thing after the other, lanes beside each other. One that is in trouble rests alone. */
import { backoff } from '@kopr/shared/domain';
import type { Log } from '@kopr/shared/log';

/** `again`: there may be more; `done`: there is none; a time: the lane rests until then. */
export type Served = 'again' | 'done' | Date;

export interface LanesOptions {
  readonly log: Log;
  /** Does one thing of a lane. */
  serve(lane: string): Promise<Served>;
  /** A lane is in trouble: nothing of it is to be begun before. */
  onRest(lane: string, until: Date): Promise<void>;
  /** A lane is done with, so there is room for another. */
  onFree(): void;
}

export interface Lanes {
  /** Works on a lane until it is done, unless it is worked on, rests, or there is no room. */
  begin(lane: string): void;
  /** Begins nothing any more, and waits for what was begun. */
  end(): Promise<void>;
}

/** One that does not answer costs a place for as long as it is waited for. */
const MOST_AT_ONCE = 16;
/** After a fault of our own. */
const FAULT_REST_MS = 1_000;
/** Of a lane in trouble, each time twice as long: what never answers costs less and less. */
const REST = { baseMs: 5_000, maxMs: 15 * 60_000 };

/** Makes them, empty. */
export function lanes({ log, serve, onRest, onFree }: LanesOptions): Lanes {
  const busy = new Map<string, Promise<void>>();
  const rests = new Map<string, Date>();
  const troubles = new Map<string, number>();
  let on = true;

  const rest = async (lane: string, wished: Date): Promise<void> => {
    const count = (troubles.get(lane) ?? 0) + 1;
    const least = Date.now() + backoff(count, { ...REST, random: Math.random() });
    const until = new Date(Math.max(wished.getTime(), least));
    troubles.set(lane, count);
    rests.set(lane, until);
    await onRest(lane, until);
  };
  const work = async (lane: string): Promise<void> => {
    let served: Served = 'again';
    while (on && served === 'again') {
      served = await serve(lane);
      if (served === 'again') troubles.delete(lane);
    }
    if (served instanceof Date) await rest(lane, served);
  };
  const begun = async (lane: string): Promise<void> => {
    try {
      await work(lane);
    } catch (error) {
      rests.set(lane, new Date(Date.now() + FAULT_REST_MS));
      log.error('a lane could not be worked on', { lane, error });
    }
    busy.delete(lane);
    onFree();
  };
  return {
    begin: (lane) => {
      const isFree = on && !busy.has(lane) && (rests.get(lane)?.getTime() ?? 0) <= Date.now();
      if (!isFree || busy.size >= MOST_AT_ONCE) return;
      rests.delete(lane);
      busy.set(lane, begun(lane));
    },
    end: async () => {
      on = false;
      await Promise.all(busy.values());
    },
  };
}
