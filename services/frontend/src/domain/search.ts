/** What somebody searches for. */

/** Parts of an owner's and a project's name, or words of which one must be found. */
export type Search =
  { readonly owner: string; readonly name: string } | { readonly words: readonly [string, ...string[]] };

/** More words find nothing more. */
const MAX_WORDS = 8;
/** Shorter words find nearly everything. */
const MIN_CHARS = 3;

/** `a/b` means parts of owner and name; stars, which other searches know, mean nothing; nothing means everything. */
export function readSearch(text: string): Search {
  const [owner = '', ...name] = text.split('/');
  if (name.length > 0) return { owner, name: name.join('/') };
  const all = [...new Set(plainText(text).split(/\s+/))];
  const [first = '', ...words] = telling(all).slice(0, MAX_WORDS);
  return first === '' ? { owner: '', name: '' } : { words: [first, ...words] };
}

/** The words that tell projects apart; where there are none, the first must do. */
function telling(words: readonly string[]): readonly string[] {
  const long = words.filter((word) => word.length >= MIN_CHARS);
  return long.length > 0 ? long : words.slice(0, 1);
}

/** The text that counts. */
export function plainText(text: string): string {
  return text.replaceAll('*', '').trim();
}
