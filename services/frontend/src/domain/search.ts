/** What somebody searches for. */

/** Parts of an owner's and a project's name, or words of which one must be found. */
export type Search =
  { readonly owner: string; readonly name: string } | { readonly words: readonly [string, ...string[]] };

/** More words find nothing more. */
const MAX_WORDS = 10;

/** `a/b` means parts of owner and name; stars, which other searches know, mean nothing; nothing means everything. */
export function readSearch(text: string): Search {
  const [owner = '', ...name] = text.split('/');
  if (name.length > 0) return { owner, name: name.join('/') };
  const [first, ...words] = plainText(text).split(/\s+/);
  if (first === undefined || first === '') return { owner: '', name: '' };
  return { words: [first, ...words.slice(0, MAX_WORDS - 1)] };
}

/** The text that counts. */
export function plainText(text: string): string {
  return text.replaceAll('*', '').trim();
}
