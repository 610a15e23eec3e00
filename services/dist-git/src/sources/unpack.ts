/** Lays the files of an SRPM into a directory, each held against its limits, its size and its digest in the header. */
import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { HEAD_BYTES, isArchive, isSpec, MAX_TEXT_BYTES } from '../domain/archive-rule.js';
import { plainText, Refusal } from '../domain/refusal.js';
import { byteSource } from '../rpm/byte-source.js';
import { type CpioEntry, type CpioLimits, readCpio } from '../rpm/cpio.js';
import type { FileRecord, Srpm } from '../rpm/describe.js';
import { damaged } from '../rpm/header.js';
import { readPayload } from '../rpm/payload.js';
import type { SrpmFile } from '../rpm/read-srpm.js';

/** One file of the package, on disk. */
export interface SourceFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly executable: boolean;
  readonly archive: boolean;
  /** Lower-case hex. */
  readonly sha512: string;
}

/** Unpacks the SRPM at `path` into the empty directory `into`. The package is complete when this returns. */
export async function unpack(
  path: string,
  { srpm, payloadAt }: SrpmFile,
  into: string,
  limits: CpioLimits,
  signal: AbortSignal,
): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  const payload = readPayload({ path, start: payloadAt, compressor: srpm.compressor }, signal);
  try {
    await readCpio(byteSource(payload), limits, async (entry, content) => {
      files.push(await lay(entry, content, join(into, entry.name), srpm));
    });
  } finally {
    await payload.return();
  }
  checkComplete(files, srpm);
  checkTexts(files);
  return files;
}

async function lay(entry: CpioEntry, content: AsyncIterable<Buffer>, path: string, srpm: Srpm): Promise<SourceFile> {
  // Before a byte is written: what is not announced needs no room.
  const announced = announcedAs(entry, srpm);
  const sha512 = createHash('sha512');
  const own = srpm.digestAlgorithm === undefined ? undefined : createHash(srpm.digestAlgorithm);
  const head = await write(content, path, own ? [sha512, own] : [sha512]);
  if (own && announced.digest !== '' && own.digest('hex') !== announced.digest) throw otherThanAnnounced(entry.name);
  const archive = isArchive(entry.name, entry.size, head);
  const { name, size, executable } = entry;
  return { name, path, size, executable, archive, sha512: sha512.digest('hex') };
}

/** Returns the beginning of the file, as much as the rule for archives looks at. */
async function write(content: AsyncIterable<Buffer>, path: string, hashes: readonly Hash[]): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  // wx: a file that is there already would be somebody else's.
  const file = await open(path, 'wx', 0o640);
  try {
    for await (const chunk of content) {
      for (const hash of hashes) hash.update(chunk);
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  return head;
}

/** Bytes that the package comes to by its header's word, which is enough to refuse one that would not fit. */
export function checkAnnounced({ files }: Srpm, { maxBytes }: CpioLimits): number {
  let bytes = 0;
  for (const [name, { size }] of files) {
    if (isSpec(name) && size > MAX_TEXT_BYTES)
      throw new Refusal('too-large', `the spec has ${size} bytes; ${MAX_TEXT_BYTES} are allowed`);
    bytes += size;
  }
  if (bytes > maxBytes) {
    throw new Refusal('too-large', `the package holds ${bytes} bytes when unpacked; ${maxBytes} bytes are allowed`);
  }
  return bytes;
}

/** Every clone carries it, and git packs it in memory. */
const MAX_TEXTS_BYTES = 8 * MAX_TEXT_BYTES;

function checkTexts(files: readonly SourceFile[]): void {
  const bytes = files.reduce((sum, { archive, size }) => (archive ? sum : sum + size), 0);
  if (bytes <= MAX_TEXTS_BYTES) return;
  throw new Refusal('too-large', `spec, patches and other text have ${bytes} bytes; ${MAX_TEXTS_BYTES} are allowed`);
}

function announcedAs({ name, size }: CpioEntry, { files }: Srpm): FileRecord {
  const announced = files.get(name);
  if (!announced) throw damaged(`its header does not name "${plainText(name, 100)}"`);
  if (announced.size !== size) throw otherThanAnnounced(name);
  return announced;
}

function otherThanAnnounced(name: string): Refusal {
  return damaged(`"${plainText(name, 100)}" is not what the header announces`);
}

function checkComplete(files: readonly SourceFile[], srpm: Srpm): void {
  const found = new Set(files.map(({ name }) => name));
  const missing = [...srpm.files.keys()].find((name) => !found.has(name));
  if (missing !== undefined) {
    throw damaged(`"${plainText(missing, 100)}" is missing in its payload`);
  }
}
