/**
 * The names of what is kept although no branch or tag leads to it any more: below here, hidden from clients, each object
 * has a ref that bears the day on which it was left behind, so that gc leaves it and builders find it, for a while.
 */

/** The parent of all of them. */
export const KEPT = 'refs/kopr/kept';

const DATED = /^refs\/kopr\/kept\/(\d{4}-\d{2}-\d{2})\//;
const DAY_MS = 86_400_000;

/** The ref that keeps `object` from `now` on. */
export function keptRef(object: string, now: Date): string {
  return `${KEPT}/${dayOf(now)}/${object}`;
}

/** Whether what was left behind that day has been kept for `days` days. A name without a day is older than all days. */
export function isOverdue(ref: string, days: number, now: Date): boolean {
  const day = DATED.exec(ref)?.[1];
  return day === undefined || day < dayOf(new Date(now.getTime() - days * DAY_MS));
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
