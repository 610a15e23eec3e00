/**
 * A header of an RPM file, read without trusting it.
 *
 *   8e ad e8 01 | 4 reserved | count of entries | bytes of data | entries, 16 bytes each | data
 *   entry: tag, type, offset into the data, count of values; all numbers are big-endian.
 *
 * Every offset and count is held against the data before anything is read or allocated.
 */
import { Refusal } from '../domain/refusal.js';

/** The bytes before the entries. */
export const INTRO_BYTES = 16;
const MAGIC = 0x8eade801;
const ENTRY_BYTES = 16;
const MAX_ENTRIES = 4096;
const MAX_DATA_BYTES = 32 * 1024 * 1024;
/** Values of one entry that we would ever ask for: more than a package has files. */
const MAX_VALUES = 100_000;

const TYPE = { int16: 3, int32: 4, int64: 5, string: 6, stringArray: 8, i18nString: 9 } as const;
const NUMBER_BYTES: Readonly<Record<number, number>> = { [TYPE.int16]: 2, [TYPE.int32]: 4, [TYPE.int64]: 8 };

/** The values of one header. Asking for a tag of another type than it has is refused: the file is damaged. */
export interface Header {
  has(tag: number): boolean;
  /** How many values the tag claims to have. */
  count(tag: number): number;
  /** Empty when the tag is absent. */
  strings(tag: number): string[];
  numbers(tag: number): number[];
}

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/** How many bytes the whole header has, from its first 16. */
export function headerBytes(intro: Buffer): number {
  if (intro.length < INTRO_BYTES) throw truncated();
  if (intro.readUInt32BE(0) !== MAGIC) throw damaged('a header does not begin as headers do');
  const entries = intro.readUInt32BE(8);
  const data = intro.readUInt32BE(12);
  if (entries > MAX_ENTRIES || data > MAX_DATA_BYTES) {
    throw damaged(`a header claims ${entries} entries and ${data} bytes, more than any package has`);
  }
  return INTRO_BYTES + entries * ENTRY_BYTES + data;
}

/** Reads a header from exactly its bytes. */
export function parseHeader(bytes: Buffer): Header {
  if (bytes.length < headerBytes(bytes)) throw truncated();
  const entries = new Map<number, Entry>();
  const count = bytes.readUInt32BE(8);
  const data = bytes.subarray(INTRO_BYTES + count * ENTRY_BYTES, headerBytes(bytes));
  for (let index = 0; index < count; index++) {
    const at = INTRO_BYTES + index * ENTRY_BYTES;
    const entry = {
      type: bytes.readUInt32BE(at + 4),
      offset: bytes.readUInt32BE(at + 8),
      count: bytes.readUInt32BE(at + 12),
    };
    const tag = bytes.readUInt32BE(at);
    // rpm, too, takes the first of two.
    if (!entries.has(tag)) entries.set(tag, entry);
  }
  return {
    has: (tag) => entries.has(tag),
    count: (tag) => entries.get(tag)?.count ?? 0,
    strings: (tag) => readStrings(entries.get(tag), data),
    numbers: (tag) => readNumbers(entries.get(tag), data),
  };
}

function readStrings(entry: Entry | undefined, data: Buffer): string[] {
  if (!entry) return [];
  const isText = entry.type === TYPE.string || entry.type === TYPE.stringArray || entry.type === TYPE.i18nString;
  if (!isText) throw damaged('a header entry has another type than it may');
  if (entry.count > MAX_VALUES) throw tooMany(entry.count);
  const found: string[] = [];
  let at = entry.offset;
  for (let index = 0; index < entry.count; index++) {
    const end = at < data.length ? data.indexOf(0, at) : -1;
    if (end < 0) throw damaged('a header entry points outside its header');
    found.push(data.toString('utf8', at, end));
    at = end + 1;
  }
  return found;
}

function readNumbers(entry: Entry | undefined, data: Buffer): number[] {
  if (!entry) return [];
  const bytes = NUMBER_BYTES[entry.type];
  if (bytes === undefined) throw damaged('a header entry has another type than it may');
  if (entry.count > MAX_VALUES) throw tooMany(entry.count);
  if (entry.offset + entry.count * bytes > data.length) throw damaged('a header entry points outside its header');
  return Array.from({ length: entry.count }, (_, index) => {
    const at = entry.offset + index * bytes;
    return bytes === 8 ? Number(data.readBigUInt64BE(at)) : data.readUIntBE(at, bytes);
  });
}

function tooMany(count: number): Refusal {
  return damaged(`a header entry claims ${count} values, more than any package has`);
}

/** The file ends before it should. */
export function truncated(): Refusal {
  return new Refusal('not-an-srpm', 'the file ends in the middle of its header: it is truncated');
}

/** The file is not what it says. */
export function damaged(what: string): Refusal {
  return new Refusal('not-an-srpm', `the file is damaged: ${what}`);
}
