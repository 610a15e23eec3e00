/** Small rules for text that comes from strangers and goes into files or messages. */

/** One line of plain text: no control character can end the line or hide in it. */
export function oneLine(text: string): string {
  // \p{Cc}: every control character.
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

/** Cuts to what a message may carry. */
export function cut(text: string, limit = 2000): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** A file's name with nothing of a path in it. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z0-9_+~^@%,=][\w.+~^@%,=-]*$/.test(name) && name.length <= 255;
}

/** The first group of the first line that matches, or undefined. */
export function firstMatching(lines: readonly string[], pattern: RegExp): string | undefined {
  return lines.flatMap((line) => pattern.exec(line)?.[1] ?? [])[0];
}

/** The plain form of a percent-encoded text, or the text itself where it is none. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
