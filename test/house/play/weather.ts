/** What may go wrong in a story. */

/** Chances are from 0 to 1. */
export interface Weather {
  /** That a message is delivered twice. */
  readonly doubled: number;
  /** The longest that a message is on its way, in ms; most are quick. */
  readonly maxDelayMs: number;
  /** That people cancel a build, at whatever moment. */
  readonly canceled: number;
  /** That an attempt is lost, in one of several ways. */
  readonly lost: number;
  /** That every attempt of a task is lost. */
  readonly cursed: number;
  /** How often another scheduler takes over, at most. */
  readonly takeovers: number;
  /** How often Redis is emptied, at most. */
  readonly emptied: number;
  /** How often a host's manager starts anew and forgets its tombstones, at most. */
  readonly restarts: number;
}

/** Every message comes once, at once and in order; nothing is lost, nobody cancels. */
export const CALM: Weather = {
  doubled: 0,
  maxDelayMs: 0,
  canceled: 0,
  lost: 0,
  cursed: 0,
  takeovers: 0,
  emptied: 0,
  restarts: 0,
};
/** Permuted, doubled and delayed, but not so late that an assignment is taken for lost. */
export const BREEZE: Weather = { ...CALM, doubled: 0.3, maxDelayMs: 8_000 };
/** Messages may take longer than the house waits for a host. */
const GALE: Weather = { ...CALM, doubled: 0.3, maxDelayMs: 90_000 };

/** The stories that are told, by what they are about. */
export const STORIES: Readonly<Record<string, Weather>> = {
  'people cancel': { ...BREEZE, canceled: 0.6 },
  'attempts are lost, up to beyond three times': { ...GALE, lost: 0.25, cursed: 0.1, restarts: 1 },
  'schedulers take over and Redis is emptied': { ...BREEZE, takeovers: 3, emptied: 2 },
  'everything happens': {
    ...GALE,
    canceled: 0.4,
    lost: 0.25,
    cursed: 0.1,
    takeovers: 2,
    emptied: 2,
    restarts: 2,
  },
};
