/** How much may come of one delivery: a push may move a thousand branches, and each of them is an event. */
import type { Decision } from './decide.js';

/** More builds than these nobody means by one delivery. */
const MOST_BUILDS = 500;

/** All decisions of a delivery: no package is built of the same thing twice, and beyond so many builds there are no more. */
export function limited<D extends Decision>(decisions: readonly D[]): D[] {
  const built = new Set<string>();
  return decisions.map((one) => {
    if (one.change === null) return one;
    const what = JSON.stringify([one.package, one.change]);
    if (built.has(what)) return { ...one, change: null, why: `${one.why}, but this delivery builds the same already` };
    if (built.size >= MOST_BUILDS)
      return { ...one, change: null, why: `one delivery builds at most ${MOST_BUILDS} packages` };
    built.add(what);
    return one;
  });
}
