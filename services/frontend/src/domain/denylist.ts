/** Chroots that a package is not built for unless they are chosen. */
import { patternOf } from './pattern.js';

/** Those of the chroots that the list does not deny. A list that denies all of them is a mistake, and denies none. */
export function allowedChroots(chroots: readonly string[], denylist: readonly string[]): readonly string[] {
  const denied = denylist.map(patternOf);
  const allowed = chroots.filter((name) => !denied.some((fits) => fits(name)));
  return allowed.length === 0 ? chroots : allowed;
}
