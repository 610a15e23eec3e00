/** What an import wants to know of an SRPM, taken from its header. */
import { type ArchLists, fileNameProblem, knownLists } from '@kopr/shared/domain';
import { isPackage, isVersion } from '../domain/names.js';
import { plainText, Refusal } from '../domain/refusal.js';
import { damaged, type Header } from './header.js';
import { DIGEST_ALGORITHMS, TAG } from './tags.js';

/** A file as the header announces it; `digest` is empty when the header has none. */
export interface FileRecord {
  readonly size: number;
  readonly digest: string;
}

/** A source package. */
export interface Srpm {
  readonly name: string;
  readonly epoch: number | null;
  readonly version: string;
  readonly release: string;
  /** As far as they limit anything. */
  readonly arches: ArchLists;
  /** By file name. */
  readonly files: ReadonlyMap<string, FileRecord>;
  /** For Node's `createHash`; undefined when the header's digests are of a kind that we do not know. */
  readonly digestAlgorithm: string | undefined;
  /** `gzip`, `xz`, `zstd`, … as rpm names it. */
  readonly compressor: string;
}

const MAX_EPOCH = 0xffffffff;

/** Checks that the header is a source package's and that everything in it may be used. */
export function describe(header: Header, maxFiles: number): Srpm {
  const name = one(header, TAG.name, 'name');
  if (!header.has(TAG.sourceRpm)) return describeSource(header, name, maxFiles);
  const arch = one(header, TAG.arch, 'architecture');
  throw new Refusal('not-an-srpm', `this is a binary package (${name}, ${arch}), not a source package`);
}

function describeSource(header: Header, name: string, maxFiles: number): Srpm {
  if (!isPackage(name))
    throw new Refusal('unsafe-name', `the package’s name "${plainText(name, 100)}" may not be used`);
  if (header.has(TAG.noSource) || header.has(TAG.noPatch)) {
    throw new Refusal(
      'not-an-srpm',
      'this source package leaves out sources (NoSource or NoPatch): it cannot be built',
    );
  }
  const format = header.strings(TAG.payloadFormat)[0] ?? 'cpio';
  if (format !== 'cpio') throw damaged(`its payload has the unknown format "${plainText(format, 40)}"`);
  return {
    name,
    epoch: epochOf(header),
    version: versionOf(header, TAG.version, 'version'),
    release: versionOf(header, TAG.release, 'release'),
    arches: knownLists({
      exclusive: words(header, TAG.exclusiveArch),
      exclude: words(header, TAG.excludeArch),
      build: words(header, TAG.buildArchs),
    }),
    files: filesOf(header, maxFiles),
    digestAlgorithm: DIGEST_ALGORITHMS[header.numbers(TAG.fileDigestAlgo)[0] ?? 1],
    compressor: header.strings(TAG.payloadCompressor)[0] ?? 'gzip',
  };
}

/** A value that every package has: printable ASCII without spaces. */
function one(header: Header, tag: number, what: string): string {
  const value = header.strings(tag)[0];
  if (value === undefined) throw damaged(`its header names no ${what}`);
  if (!/^[\x21-\x7e]{1,255}$/.test(value)) throw damaged(`its ${what} is not one printable word`);
  return value;
}

function versionOf(header: Header, tag: number, what: string): string {
  const value = one(header, tag, what);
  if (!isVersion(value)) throw damaged(`its ${what} "${plainText(value, 40)}" is none that rpm would make`);
  return value;
}

function epochOf(header: Header): number | null {
  const epoch = header.numbers(TAG.epoch)[0] ?? null;
  if (epoch !== null && epoch > MAX_EPOCH) throw damaged('its epoch has more than 32 bits');
  return epoch;
}

/** There are some sixty architectures; a list that is much longer would burst the message that tells of the import. */
const MOST_WORDS = 100;

function words(header: Header, tag: number): string[] {
  const found = header.strings(tag);
  if (found.length <= MOST_WORDS) return found;
  throw new Refusal('too-large', `the header lists ${found.length} architectures; ${MOST_WORDS} are allowed`);
}

function filesOf(header: Header, maxFiles: number): Map<string, FileRecord> {
  if (header.has(TAG.longFileSizes)) throw new Refusal('too-large', 'a source of this package is larger than 4 GiB');
  if (header.strings(TAG.dirNames).some((dir) => dir !== '')) throw outside(header.strings(TAG.dirNames).join(' '));
  // Before any of them is read: a header has room for millions.
  const count = header.count(TAG.baseNames);
  if (count > maxFiles) throw new Refusal('too-large', `the package has ${count} files; ${maxFiles} are allowed`);
  const names = header.strings(TAG.baseNames);
  const sizes = header.numbers(TAG.fileSizes);
  const digests = header.strings(TAG.fileDigests);
  const files = names.map((name, index) => {
    checkFileName(name);
    return [name, { size: sizes[index] ?? 0, digest: digests[index] ?? '' }] as const;
  });
  const byName = new Map(files);
  if (byName.size < files.length) throw new Refusal('unsafe-name', 'the header names the same file twice');
  return byName;
}

/** Refuses a file name that could reach outside its directory or mislead a tool. */
export function checkFileName(name: string): void {
  const problem = fileNameProblem(name);
  if (problem) throw new Refusal('unsafe-name', `the file name "${plainText(name, 100)}" ${problem}`);
}

function outside(dirs: string): Refusal {
  return new Refusal('unsafe-name', `the package’s file names lead into other directories: ${plainText(dirs, 100)}`);
}
