/** The engine's log stream: frames of an 8-byte header (channel, length) and a payload. */

const HEADER_BYTES = 8;

/** The payloads of a stream of frames. A frame cut off at the end (the engine went away) is dropped. */
export async function* payloads(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const size = rest.length < HEADER_BYTES ? Infinity : rest.readUInt32BE(4);
      if (rest.length < HEADER_BYTES + size) break;
      yield rest.subarray(HEADER_BYTES, HEADER_BYTES + size);
      rest = rest.subarray(HEADER_BYTES + size);
    }
  }
}
