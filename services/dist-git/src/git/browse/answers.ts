/** Reads what a process answers: lines and counted bytes, in turn. */

export interface Answers {
  /** The bytes up to a separator, without it; undefined at the end, or when there are more than `max`. */
  until(separator: number, max: number): Promise<Buffer | undefined>;
  /** Exactly so many bytes; undefined when there are fewer. */
  take(count: number): Promise<Buffer | undefined>;
  /** Whether the process has said all that it had to say. */
  ended(): boolean;
}

/** Nobody else may read the stream. */
export function answersOf(stream: AsyncIterable<Buffer>): Answers {
  const chunks = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let ended = false;
  const more = async (): Promise<boolean> => {
    // A stream that breaks off has said no more than one that ends, but it has not ended.
    const next = await chunks.next().catch(() => undefined);
    ended = next?.done === true;
    if (next === undefined || next.done) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  const cut = (end: number, skipped: number): Buffer => {
    const part = held.subarray(0, end);
    held = held.subarray(end + skipped);
    return part;
  };
  return {
    until: async (separator, max) => {
      for (let seen = 0; ;) {
        const at = held.indexOf(separator, seen);
        if (at >= 0) return at <= max ? cut(at, 1) : undefined;
        seen = held.length;
        if (seen > max || !(await more())) return undefined;
      }
    },
    take: async (count) => {
      const parts: Buffer[] = [];
      for (let missing = count; missing > 0;) {
        if (held.length === 0 && !(await more())) return undefined;
        const part = cut(Math.min(missing, held.length), 0);
        parts.push(part);
        missing -= part.length;
      }
      return Buffer.concat(parts);
    },
    ended: () => ended && held.length === 0,
  };
}
