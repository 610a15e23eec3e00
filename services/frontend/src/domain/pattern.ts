/** Shell patterns as Python's fnmatch has them: `*`, `?`, `[seq]`, `[!seq]`. Anybody may send some, so none takes long. */

/** No name that a pattern is held against is longer. */
const MAX_CHARS = 255;

/** What one character must be, or any number of any characters. */
type Piece = '*' | ((character: string) => boolean);

/** Whether the pattern fits the name. */
export function matches(pattern: string, name: string): boolean {
  return patternOf(pattern)(name);
}

/** Reads a pattern once, to be held against many names. Takes time by the lengths multiplied, whatever the pattern is. */
export function patternOf(pattern: string): (name: string) => boolean {
  if (pattern.length > MAX_CHARS) return () => false;
  const pieces = piecesOf(pattern);
  const least = pieces.filter((piece) => piece !== '*').length;
  return (name) => name.length >= least && isWhole(pieces, name);
}

/** Behind the last `]` no set ends: to look for its end from every `[` would take the square of the length. */
function piecesOf(pattern: string): Piece[] {
  const end = pattern.lastIndexOf(']') + 1;
  const texts = [...(pattern.slice(0, end).match(/\[!?[^\]]+\]|[\s\S]/g) ?? []), ...pattern.slice(end).split('')];
  return texts.filter((text, i) => text !== '*' || texts[i - 1] !== '*').map(pieceOf);
}

function isWhole(pieces: readonly Piece[], name: string): boolean {
  let [at, piece, star, from] = [0, 0, -1, 0];
  while (at < name.length) {
    const wanted = pieces[piece];
    if (wanted === '*') [star, from, piece] = [piece, at, piece + 1];
    else if (wanted?.(name.charAt(at))) [at, piece] = [at + 1, piece + 1];
    // The last star takes one character more, and all behind it is tried anew.
    else if (star >= 0) [from, at, piece] = [from + 1, from + 1, star + 1];
    else return false;
  }
  return pieces.slice(piece).every((rest) => rest === '*');
}

function pieceOf(text: string): Piece {
  if (text === '*') return text;
  if (text === '?') return () => true;
  if (text.length === 1) return (character) => character === text;
  const isNot = text.startsWith('[!');
  const isIn = setOf(text.slice(isNot ? 2 : 1, -1));
  return (character) => isIn(character) !== isNot;
}

/** Whether a character is in a set such as `a-z_`. */
function setOf(set: string): (character: string) => boolean {
  const ranges = (set.match(/.-.|./gs) ?? []).map(
    (range) => [range.charAt(0), range.charAt(range.length - 1)] as const,
  );
  return (character) => ranges.some(([first, last]) => first <= character && character <= last);
}
