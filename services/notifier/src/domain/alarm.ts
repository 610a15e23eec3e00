/** Alarms of services as admins hear of them: one mail when it rings, one when it is over, none for what comes and goes. */

/** One alarm of one service, as far as was told. */
export interface Alarm {
  readonly service: string;
  readonly alarm: string;
  /** When it began to ring: with service and name, what a mail is about. */
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
  readonly at: Date;
  readonly rings: boolean;
}

/** What is over before this wakes nobody. In ms. */
export const RINGS_FOR_MS = 30_000;
/** What rings again within this never was over. In ms. */
export const QUIET_FOR_MS = 5 * 60_000;

/** The alarm after a word about it; undefined when a later word is known, or the word is no news. News has no order. */
export function hearWord(known: Alarm | undefined, { service, alarm, at, rings }: Word): Alarm | undefined {
  if (known && at <= known.saidAt) return undefined;
  if (!rings) return known && known.easedAt === null ? { ...known, easedAt: at, saidAt: at } : undefined;
  if (!known) return { service, alarm, since: at, easedAt: null, saidAt: at };
  const goesOn = known.easedAt === null || at.getTime() - known.easedAt.getTime() < QUIET_FOR_MS;
  return { ...known, since: goesOn ? known.since : at, easedAt: null, saidAt: at };
}
