/** Ordering of package versions exactly as rpm does it (rpmvercmp), with `~` and `^`. */

type Order = -1 | 0 | 1;

/** Epoch, version and release; no epoch counts as 0. */
export interface Evr {
  readonly epoch?: number | null;
  readonly version: string;
  readonly release: string;
}

/** Epoch first, then version, then release. */
export function compareEvr(a: Evr, b: Evr): Order {
  return (
    order(a.epoch ?? 0, b.epoch ?? 0) || compareVersions(a.version, b.version) || compareVersions(a.release, b.release)
  );
}

/** Compares two versions (or two releases): runs of digits as numbers, runs of letters as text, the rest only divides. */
export function compareVersions(a: string, b: string): Order {
  if (a === b) return 0;
  const left = segments(a);
  const right = segments(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const found = compareSegments(left[i], right[i]);
    if (found !== 0) return found;
  }
  return 0;
}

/** Digits, letters, and each `~` and `^` by itself. */
function segments(version: string): string[] {
  return version.match(/[0-9]+|[A-Za-z]+|[~^]/g) ?? [];
}

function compareSegments(a: string | undefined, b: string | undefined): Order {
  // A tilde sorts before everything, even before the end; a caret after the end but before anything else.
  if (a === '~' || b === '~') return a === b ? 0 : a === '~' ? -1 : 1;
  if (a === '^' || b === '^') return compareCaret(a, b);
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const numbers = [isNumber(a), isNumber(b)];
  if (numbers[0] !== numbers[1]) return numbers[0] ? 1 : -1;
  return numbers[0] ? compareNumbers(a, b) : order(a, b);
}

function compareCaret(a: string | undefined, b: string | undefined): Order {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  return a === '^' ? -1 : 1;
}

/** Numbers of any length: versions like 20240101123456789 do not fit a double. */
function compareNumbers(a: string, b: string): Order {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return order(left.length, right.length) || order(left, right);
}

function isNumber(segment: string): boolean {
  return /^[0-9]/.test(segment);
}

function order<T extends number | string>(a: T, b: T): Order {
  return a < b ? -1 : a > b ? 1 : 0;
}
