/** Alarms of services as the frontend knows them. News has no order: of two words about an alarm, the later said one counts. */

/** The alarm of a service that has no room for what it should write. */
export const DISK_FULL = 'disk-full';

/** One alarm of one service, ringing or over. */
export interface Alarm {
  readonly service: string;
  readonly alarm: string;
  /** The last word about it. */
  readonly text: string;
  /** When it began to ring. */
  readonly since: Date;
  /** When it was over; null while it rings. */
  readonly easedAt: Date | null;
  /** When the last word was said. */
  readonly saidAt: Date;
}

/** A word about an alarm: that it rings, or that it is over. */
export interface Word {
  readonly service: string;
  readonly alarm: string;
  readonly text: string;
  readonly at: Date;
  readonly rings: boolean;
}

/** The alarm after a word about it; undefined when a later word is known. */
export function hearWord(known: Alarm | undefined, { rings, at, ...word }: Word): Alarm | undefined {
  if (known && at <= known.saidAt) return undefined;
  const isSame = known !== undefined && (!rings || known.easedAt === null);
  return { ...word, since: isSame ? known.since : at, easedAt: rings ? null : at, saidAt: at };
}

/** How long a service had to rest, as far as deadlines of what waits for it are concerned. */
export interface Rest {
  /** It rests now. */
  readonly now: boolean;
  /** When it last began to work again; null when it never rested. */
  readonly until: Date | null;
}
/** It has always worked. */
export const NO_REST: Rest = { now: false, until: null };

/** The rest that an alarm means for what waits. */
export function restOf(alarm: Alarm | undefined): Rest {
  return alarm ? { now: alarm.easedAt === null, until: alarm.easedAt } : NO_REST;
}
