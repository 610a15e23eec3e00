/** How long to wait before another try. */

/** Milliseconds before try number `count` (from 1): doubles up to `maxMs`, spread by `random` (0 to 1) so that many do not come at once. */
export function backoff(count: number, o: { baseMs: number; maxMs: number; random: number }): number {
  const full = Math.min(o.maxMs, o.baseMs * 2 ** (Math.max(1, count) - 1));
  return Math.round(full / 2 + (full / 2) * o.random);
}
