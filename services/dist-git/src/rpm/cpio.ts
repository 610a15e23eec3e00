/**
 * The payload of an RPM: a cpio archive ("newc"), read entry by entry as it streams by.
 *
 *   magic 070701 | 13 numbers of 8 hex digits | name, NUL | padding to 4 | content | padding to 4 | …  TRAILER!!!
 *
 * Only plain files with a plain name and one link pass; the rest is refused before a byte of it is written.
 */
import { plainText, Refusal } from '../domain/refusal.js';
import type { ByteSource } from './byte-source.js';
import { checkFileName } from './describe.js';
import { damaged } from './header.js';

const FIELDS = 13;
const HEADER_BYTES = 6 + FIELDS * 8;
const MAX_NAME_BYTES = 4096;
const TRAILER = 'TRAILER!!!';
/** rpm pads to at most a tape's block; more after the end is something else. */
const MAX_TAIL_BYTES = 64 * 1024;

const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const TYPE_NAMES: Readonly<Record<number, string>> = {
  0o040000: 'a directory',
  0o120000: 'a symbolic link',
  0o020000: 'a device',
  0o060000: 'a device',
  0o010000: 'a pipe',
  0o140000: 'a socket',
};

/** One plain file of the archive. */
export interface CpioEntry {
  readonly name: string;
  readonly size: number;
  readonly executable: boolean;
}

/** Bounds of a whole archive. */
export interface CpioLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
}

interface RawEntry extends CpioEntry {
  readonly mode: number;
  readonly links: number;
}

/** Hands each file to `onFile`, which must read the content to its end; the next one comes afterwards. */
export async function readCpio(
  source: ByteSource,
  limits: CpioLimits,
  onFile: (entry: CpioEntry, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const seen = new Set<string>();
  let bytes = 0;
  for (;;) {
    const entry = await readEntry(source);
    if (entry.name === TRAILER) break;
    check(entry, seen);
    seen.add(entry.name);
    bytes += entry.size;
    if (seen.size > limits.maxFiles) throw tooMany(`more than ${limits.maxFiles} files`);
    if (bytes > limits.maxBytes) throw tooMany(`more than ${limits.maxBytes} bytes when unpacked`);
    await onFile(entry, whole(source, entry.size));
    await skip(source, padding(entry.size));
  }
  await readTail(source);
}

async function readEntry(source: ByteSource): Promise<RawEntry> {
  const header = await source.take(HEADER_BYTES);
  if (!header) throw ended();
  const text = header.toString('latin1');
  if (text.startsWith('07070X')) throw new Refusal('too-large', 'a source of this package is larger than 4 GiB');
  if (!/^07070[12][0-9A-Fa-f]{104}$/.test(text)) throw damaged('its payload is not a cpio archive');
  const [, mode = 0, , , links = 0, , size = 0, , , , , nameBytes = 0] = numbers(text);
  if (nameBytes < 1 || nameBytes > MAX_NAME_BYTES) throw damaged('a file name in its payload has an odd length');
  const name = await source.take(nameBytes);
  if (!name) throw ended();
  await skip(source, padding(HEADER_BYTES + nameBytes));
  return { name: decode(name), mode, links, size, executable: (mode & 0o100) !== 0 };
}

function numbers(header: string): number[] {
  return Array.from({ length: FIELDS }, (_, field) => Number.parseInt(header.slice(6 + field * 8, 14 + field * 8), 16));
}

/** The name ends with its only NUL. Bytes that are not UTF-8 become a character that no name may hold. */
function decode(bytes: Buffer): string {
  if (bytes.indexOf(0) !== bytes.length - 1) throw damaged('a file name in its payload does not end where it should');
  return bytes.toString('utf8', 0, bytes.length - 1);
}

function check({ name, mode, links }: RawEntry, seen: ReadonlySet<string>): void {
  checkFileName(name);
  const shown = plainText(name, 100);
  const type = mode & FILE_TYPE;
  if (type !== REGULAR) {
    throw new Refusal(
      'unsafe-name',
      `"${shown}" is ${TYPE_NAMES[type] ?? 'not a plain file'}; only plain files may be`,
    );
  }
  if (links > 1) throw new Refusal('unsafe-name', `"${shown}" is a hard link; only plain files may be`);
  if (seen.has(name)) throw new Refusal('unsafe-name', `the file name "${shown}" comes twice`);
}

async function* whole(source: ByteSource, size: number): AsyncGenerator<Buffer> {
  if (!(yield* source.pass(size))) throw ended();
}

async function readTail(source: ByteSource): Promise<void> {
  // Reading on makes the decompressor check the end of its stream.
  if (await drain(source.pass(MAX_TAIL_BYTES))) throw damaged('something follows the end of its payload');
}

async function skip(source: ByteSource, count: number): Promise<void> {
  if (!(await drain(source.pass(count)))) throw ended();
}

async function drain(parts: AsyncGenerator<Buffer, boolean>): Promise<boolean> {
  for (;;) {
    const next = await parts.next();
    if (next.done) return next.value;
  }
}

const padding = (length: number): number => (4 - (length % 4)) % 4;

function ended(): Refusal {
  return new Refusal('not-an-srpm', 'the payload ends in the middle: the file is truncated');
}

function tooMany(what: string): Refusal {
  return new Refusal('too-large', `the package holds ${what}, which is the limit`);
}
