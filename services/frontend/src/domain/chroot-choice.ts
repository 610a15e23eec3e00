/** Which of a project's chroots a submission means: names and shell patterns, chosen and excluded. */
import { patternOf } from './pattern.js';

/** The choice, or the entries that match nothing. `chosen` null: no restriction. */
export type Choice = { chosen: string[] | null } | { unknown: string[]; field: 'chroots' | 'exclude_chroots' };

/** Holds patterns against the project's enabled chroots, whose order the choice keeps. */
export function chooseChroots(
  enabled: readonly string[],
  wanted: readonly string[],
  excluded: readonly string[],
): Choice {
  const unknown = (patterns: readonly string[]) => patterns.filter((pattern) => !enabled.some(patternOf(pattern)));
  const [badWanted, badExcluded] = [unknown(wanted), unknown(excluded)];
  if (badWanted.length > 0) return { unknown: badWanted, field: 'chroots' };
  if (badExcluded.length > 0) return { unknown: badExcluded, field: 'exclude_chroots' };
  if (wanted.length === 0 && excluded.length === 0) return { chosen: null };
  const [isWanted, isExcluded] = [anyOf(wanted), anyOf(excluded)];
  const chosen = enabled.filter((name) => (wanted.length === 0 || isWanted(name)) && !isExcluded(name));
  // Copr takes an exclusion of everything for none at all.
  return { chosen: chosen.length === 0 ? null : chosen };
}

function anyOf(patterns: readonly string[]): (name: string) => boolean {
  const fits = patterns.map(patternOf);
  return (name) => fits.some((fit) => fit(name));
}
