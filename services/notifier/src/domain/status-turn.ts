/** Which of the statuses of one commit and context goes next: the newest, and nothing beside what is on its way. */

/** A status in line, or one that was. */
export interface InLine {
  readonly id: string;
  readonly build: number;
  /** Counts the words about the build. */
  readonly number: number;
  readonly state: 'waiting' | 'sent' | 'dropped';
  /** Who is telling it, until `nextAt`. */
  readonly holder: string | null;
  readonly nextAt: Date;
}

/** `overtaken`: never to be told, since a newer one is, or was. `until`: when something on its way is believed lost. */
export interface Turn {
  readonly next: string | undefined;
  readonly overtaken: readonly string[];
  readonly until: Date | undefined;
}

/** `all`: every status of the commit and context that is known. */
export function turnOf(all: readonly InLine[], now: Date): Turn {
  const waiting = all.filter(({ state }) => state === 'waiting');
  const newest = all.reduce<InLine | undefined>((best, one) => (best && isNewer(best, one) ? best : one), undefined);
  const onItsWay = waiting.find(({ holder, nextAt }) => holder !== null && nextAt > now);
  const overtaken = waiting.filter((one) => one !== newest && one !== onItsWay).map(({ id }) => id);
  // Two requests may arrive in either order, so there is only ever one.
  if (onItsWay) return { next: undefined, overtaken, until: onItsWay.nextAt };
  const isDue = newest?.state === 'waiting' && newest.nextAt <= now;
  return { next: isDue ? newest.id : undefined, overtaken, until: undefined };
}

function isNewer(one: InLine, than: InLine): boolean {
  return one.build === than.build ? one.number > than.number : one.build > than.build;
}
