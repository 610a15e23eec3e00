/** Which of a project's chroots a submission means: names and shell patterns, chosen and excluded. */

/** The choice, or the entries that match nothing. `chosen` null: no restriction. */
export type Choice = { chosen: string[] | null } | { unknown: string[]; field: 'chroots' | 'exclude_chroots' };

/** Holds patterns against the project's enabled chroots, whose order the choice keeps. */
export function chooseChroots(
  enabled: readonly string[],
  wanted: readonly string[],
  excluded: readonly string[],
): Choice {
  const unknown = (patterns: readonly string[]) =>
    patterns.filter((pattern) => !enabled.some((name) => matches(pattern, name)));
  const [badWanted, badExcluded] = [unknown(wanted), unknown(excluded)];
  if (badWanted.length > 0) return { unknown: badWanted, field: 'chroots' };
  if (badExcluded.length > 0) return { unknown: badExcluded, field: 'exclude_chroots' };
  if (wanted.length === 0 && excluded.length === 0) return { chosen: null };
  const isAmong = (patterns: readonly string[], name: string) => patterns.some((pattern) => matches(pattern, name));
  const from = wanted.length === 0 ? enabled : enabled.filter((name) => isAmong(wanted, name));
  const chosen = from.filter((name) => !isAmong(excluded, name));
  // Copr takes an exclusion of everything for none at all.
  return { chosen: chosen.length === 0 ? null : chosen };
}

/** Python's fnmatch: `*`, `?`, `[seq]`, `[!seq]`. Takes time by the lengths multiplied, whatever the pattern is. */
export function matches(pattern: string, name: string): boolean {
  const pieces = pattern.match(/\[!?[^\]]+\]|[\s\S]/g) ?? [];
  let [at, piece, star, from] = [0, 0, -1, 0];
  while (at < name.length) {
    const wanted = pieces[piece];
    if (wanted === '*') [star, from, piece] = [piece, at, piece + 1];
    else if (wanted !== undefined && fits(wanted, name.charAt(at))) [at, piece] = [at + 1, piece + 1];
    // The last star takes one character more, and all behind it is tried anew.
    else if (star >= 0) [from, at, piece] = [from + 1, from + 1, star + 1];
    else return false;
  }
  return pieces.slice(piece).every((rest) => rest === '*');
}

function fits(piece: string, character: string): boolean {
  if (piece === '?' || piece === character) return true;
  if (piece.length === 1) return false;
  const [not, set] = piece.startsWith('[!') ? [true, piece.slice(2, -1)] : [false, piece.slice(1, -1)];
  return isIn(set, character) !== not;
}

/** Whether a character is in a set such as `a-z_`. */
function isIn(set: string, character: string): boolean {
  const ranges = set.match(/.-.|./gs) ?? [];
  return ranges.some((range) =>
    range.length === 3 ? range.charAt(0) <= character && character <= range.charAt(2) : range === character,
  );
}
