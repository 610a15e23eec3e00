/** Writes headers of RPM files byte by byte, good ones and such as rpmbuild would never make. */

/** rpm's numbers of types. */
export const TYPE = { char: 1, int8: 2, int16: 3, int32: 4, int64: 5, string: 6, bin: 7, stringArray: 8, i18n: 9 };

/** A value as it stands in a header, whatever it claims to be. */
export interface RawValue {
  readonly type: number;
  readonly bytes: Buffer;
  /** Claimed, instead of 1. */
  readonly count?: number;
  /** Claimed, instead of the truth. */
  readonly offset?: number;
}

/** A header entry: text (one or several), 32-bit numbers, or anything. */
export type Value = readonly [tag: number, value: string | readonly string[] | readonly number[] | RawValue];

/** What the head of a header claims instead of the truth. */
interface Claims {
  readonly magic?: number;
  readonly entries?: number;
  readonly bytes?: number;
}

/** One header structure; later values of a tag replace earlier ones. */
export function writeHeader(values: readonly Value[], claims: Claims = {}): Buffer {
  return writeEntries([...new Map(values.map((one) => [one[0], one])).values()], claims);
}

/** As `writeHeader`, but a tag that comes twice stands there twice. */
export function writeEntries(values: readonly Value[], { magic = 0x8eade801, entries, bytes }: Claims = {}): Buffer {
  const index: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [tag, value] of values) {
    const raw = rawOf(value);
    const padding = raw.type === TYPE.int32 ? (4 - (offset % 4)) % 4 : 0;
    index.push(numbers([tag, raw.type, raw.offset ?? offset + padding, raw.count ?? 1]));
    data.push(Buffer.alloc(padding), raw.bytes);
    offset += padding + raw.bytes.length;
  }
  return Buffer.concat([numbers([magic, 0, entries ?? index.length, bytes ?? offset]), ...index, ...data]);
}

function rawOf(value: Value[1]): RawValue {
  if (typeof value === 'string') return { type: TYPE.string, bytes: Buffer.from(`${value}\0`) };
  if (!isList(value)) return value;
  if (value.every((one) => typeof one === 'string')) {
    const bytes = Buffer.from(value.map((text) => `${text}\0`).join(''));
    return { type: TYPE.stringArray, count: value.length, bytes };
  }
  return { type: TYPE.int32, count: value.length, bytes: numbers(value) };
}

function isList(value: Value[1]): value is readonly string[] | readonly number[] {
  return Array.isArray(value);
}

function numbers(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
}
