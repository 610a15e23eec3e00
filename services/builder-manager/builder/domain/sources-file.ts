/** dist-git's `sources` file: which archives a commit needs from the lookaside. Ours names SHA-512; others' what they like. */
import { fileNameProblem } from '@kopr/shared/domain';

export interface Archive {
  readonly file: string;
  readonly sha512: string;
}

/**
 * Reads `SHA512 (<file>) = <hex>`, which imports write, and `<hex>  <file>`, which plain rpkg writes whatever the hash;
 * anything else that is not blank is an error with its line.
 */
export function parseSources(text: string): { archives: Archive[] } | { error: string } {
  const archives: Archive[] = [];
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '') continue;
    const archive = parseForeignLine(line);
    if (archive?.hashtype !== 'sha512') return { error: `the sources file has a line that is not understood: ${line}` };
    archives.push({ file: archive.file, sha512: archive.hash });
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

/** Reads both forms that distributions use: `<hex>  <file>`, almost always an MD5, and `SHA512 (<file>) = <hex>`. */
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
  const two = /^([0-9a-f]+)\s+\*?(\S+)$/i.exec(line);
  const [hashtype = '', file = '', hash = ''] = four ? four.slice(1) : two ? [hashOf(two[1]), two[2], two[1]] : [];
  const archive = { file, hashtype: hashtype.toLowerCase(), hash: hash.toLowerCase() };
  return fileNameProblem(file) === undefined && HASHES[archive.hashtype] === hash.length ? archive : undefined;
}

/** What a hash of so many digits is. */
function hashOf(hex = ''): string | undefined {
  return Object.keys(HASHES).find((hashtype) => HASHES[hashtype] === hex.length);
}
