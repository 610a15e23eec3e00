/** dist-git's `sources` file: which archives a commit needs from the lookaside. Ours names SHA-512; others' what they like. */
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

/** An archive of a distribution's own dist-git. */
export interface NamedArchive {
  readonly file: string;
  /** As it stands in addresses: lower case. */
  readonly hashtype: string;
  readonly hash: string;
}

/** Digits of each kind of hash. */
const HASHES: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 };

/** Reads both forms that distributions use: `<md5>  <file>` and `SHA512 (<file>) = <hex>`. */
export function parseForeignSources(text: string): { archives: NamedArchive[] } | { error: string } {
  const archives: NamedArchive[] = [];
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '') continue;
    const archive = parseForeignLine(line);
    if (!archive) return { error: `the sources file has a line that is not understood: ${line}` };
    archives.push(archive);
  }
  return { archives };
}

function parseForeignLine(line: string): NamedArchive | undefined {
  const four = /^(\w+) \((.+)\) = ([0-9a-f]+)$/i.exec(line);
  const two = /^([0-9a-f]{32})\s+\*?(\S+)$/i.exec(line);
  const [hashtype = '', file = '', hash = ''] = four ? four.slice(1) : two ? ['md5', two[2], two[1]] : [];
  const archive = { file, hashtype: hashtype.toLowerCase(), hash: hash.toLowerCase() };
  return isPlainName(file) && HASHES[archive.hashtype] === hash.length ? archive : undefined;
}
