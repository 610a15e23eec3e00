/** The alarms that ring, for every page: read once in a while, however many pages are asked for. */
import type { Deps } from '../deps.js';
import type { Alarm } from '../domain/alarm.js';
import { ringingAlarms } from '../store/alarms.js';

/** So old they may be. */
const FRESH_MS = 5_000;

/** A reader with a memory of its own. One that fails is asked again by the next page. */
export function alarmReader({ db, now }: Pick<Deps, 'db' | 'now'>): () => Promise<readonly Alarm[]> {
  let [readAt, known]: [number, Promise<readonly Alarm[]> | undefined] = [-Infinity, undefined];
  return () => {
    const at = now().getTime();
    if (known && at - readAt < FRESH_MS) return known;
    const reading = ringingAlarms(db.manager);
    [readAt, known] = [at, reading];
    reading.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading;
  };
}
