/** The index of an RPM header: entries of (tag, type, offset, count), 16 bytes each, and a store of data behind them. */
import { KoprError } from '@kopr/shared/errors';

const TYPE_INT32 = 4;
const TYPE_STRING = 6;

/** Looks values up by tag. */
export interface Entries {
  has(tag: number): boolean;
  text(tag: number): string | undefined;
  number(tag: number): number | undefined;
}

interface Entry {
  readonly type: number;
  readonly offset: number;
}

/** `header` begins with its 16 bytes of introduction. */
export function parseEntries(header: Buffer, count: number): Entries {
  const index = new Map<number, Entry>();
  for (let at = 16; at < 16 + 16 * count; at += 16) {
    const entry = { type: header.readUInt32BE(at + 4), offset: header.readUInt32BE(at + 8) };
    const tag = header.readUInt32BE(at);
    // Two readers could take different ones: what is checked here must be what rpm sees later.
    if (index.has(tag)) throw new KoprError('rpm', `tag ${tag} stands twice in the header`);
    index.set(tag, entry);
  }
  const data = header.subarray(16 + 16 * count);
  return {
    has: (tag) => index.has(tag),
    text: (tag) => textAt(data, index.get(tag)),
    number: (tag) => numberAt(data, index.get(tag)),
  };
}

function textAt(data: Buffer, entry: Entry | undefined): string | undefined {
  if (entry?.type !== TYPE_STRING) return undefined;
  const end = data.indexOf(0, entry.offset);
  if (end < 0) throw new KoprError('rpm', 'a text of the header does not end');
  return data.toString('utf8', entry.offset, end);
}

function numberAt(data: Buffer, entry: Entry | undefined): number | undefined {
  if (entry?.type !== TYPE_INT32) return undefined;
  if (entry.offset + 4 > data.length) throw new KoprError('rpm', 'a number of the header lies outside of it');
  return data.readUInt32BE(entry.offset);
}
