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
  const isIn = (patterns: readonly string[], name: string) => patterns.some((pattern) => matches(pattern, name));
  const from = wanted.length === 0 ? enabled : enabled.filter((name) => isIn(wanted, name));
  const chosen = from.filter((name) => !isIn(excluded, name));
  // Copr takes an exclusion of everything for none at all.
  return { chosen: chosen.length === 0 ? null : chosen };
}

/** Python's fnmatch: `*`, `?`, `[seq]`, `[!seq]`. */
export function matches(pattern: string, name: string): boolean {
  const source = pattern.replace(
    /\[(!?)([^\]]*)\]|[\s\S]/g,
    (piece, not: string | undefined, set: string | undefined) => {
      if (set !== undefined && set !== '') return `[${not === '!' ? '^' : ''}${set.replace(/[\\^[\]]/g, '\\$&')}]`;
      if (piece === '*') return '.*';
      return piece === '?' ? '.' : piece.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    },
  );
  return isPattern(source) && new RegExp(`^(?:${source})$`, 's').test(name);
}

/** A set such as `[z-a]` is no pattern, and so matches nothing. */
function isPattern(source: string): boolean {
  try {
    return new RegExp(source).source !== '';
  } catch {
    return false;
  }
}
