/** Takes a stream apart by counts of bytes, holding no more than one chunk of it. */

/** What is left of a stream. */
export interface ByteSource {
  /** Exactly `count` bytes, or undefined when the stream ends before. For small counts: it joins them. */
  take(count: number): Promise<Buffer | undefined>;
  /** The next `count` bytes as they come; `false` at its end when the stream ended before. */
  pass(count: number): AsyncGenerator<Buffer, boolean>;
}

/** Reads `stream` once; nobody else may. */
export function byteSource(stream: AsyncIterable<Buffer>): ByteSource {
  const chunks = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  async function* pass(count: number): AsyncGenerator<Buffer, boolean> {
    for (let left = count; left > 0;) {
      if (held.length === 0) {
        const next = await chunks.next();
        if (next.done) return false;
        held = next.value;
        continue;
      }
      const part = held.subarray(0, left);
      held = held.subarray(part.length);
      left -= part.length;
      yield part;
    }
    return true;
  }

  const take = async (count: number): Promise<Buffer | undefined> => {
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of pass(count)) {
      parts.push(part);
      length += part.length;
    }
    return length === count ? Buffer.concat(parts) : undefined;
  };
  return { take, pass };
}
