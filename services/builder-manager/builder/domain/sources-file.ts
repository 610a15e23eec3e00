/** dist-git's `sources` file: which archives a commit needs from the lookaside. */
import { isPlainName } from './text.js';

export interface Archive {
  readonly file: string;
  readonly sha512: string;
}

/** Reads the four-field form, `SHA512 (<file>) = <hex>`; anything else that is not blank is an error with its line. */
export function parseSources(text: string): { archives: Archive[] } | { error: string } {
  const archives: Archive[] = [];
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '') continue;
    const [, file, sha512] = /^SHA512 \((.+)\) = ([0-9a-f]{128})$/i.exec(line) ?? [];
    if (!file || !sha512 || !isPlainName(file))
      return { error: `the sources file has a line that is not understood: ${line}` };
    archives.push({ file, sha512: sha512.toLowerCase() });
  }
  return { archives };
}
