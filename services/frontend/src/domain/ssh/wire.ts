/** Bytes as SSH has them (RFC 4251, section 5): numbers of four bytes, and strings behind their length. */

/** A number. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A string. */
export function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** A number of any size, not below zero. */
export function mpint(value: Buffer): Buffer {
  const first = value.findIndex((byte) => byte !== 0);
  const bytes = first < 0 ? Buffer.alloc(0) : value.subarray(first);
  // The highest bit would be read as a sign.
  return string((bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
}

/** Reads one value after the other; throws a RangeError at what is not there. */
export interface WireReader {
  uint32(): number;
  string(): Buffer;
  /** What was not read yet. */
  rest(): Buffer;
}

/** Reads these bytes. */
export function readWire(bytes: Buffer): WireReader {
  let at = 0;
  const take = (count: number): Buffer => {
    if (at + count > bytes.length) throw new RangeError('the bytes end too early');
    at += count;
    return bytes.subarray(at - count, at);
  };
  const number = (): number => take(4).readUInt32BE();
  return { uint32: number, string: () => take(number()), rest: () => bytes.subarray(at) };
}
