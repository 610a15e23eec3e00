/** Cuts a live stream into pieces: whatever came within a short time, or as soon as there is enough. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Piece {
  readonly offset: number;
  readonly bytes: Buffer;
}

const EVERY_MS = 200;
const ENOUGH_BYTES = 64 * 1024;

/** The stream's bytes from `from` on. It is read only one chunk ahead, so that a slow reader costs no memory. */
export async function* pieces(source: AsyncIterable<Buffer>, from: number): AsyncGenerator<Piece> {
  const reader = source[Symbol.asyncIterator]();
  const gathered = gather(from);
  try {
    for (let next = ahead(reader); ;) {
      const found = await (gathered.dueAt === undefined ? next : Promise.race([next, timer(gathered.dueAt)]));
      if (found === 'due') {
        yield gathered.take();
        continue;
      }
      if (found.done) break;
      gathered.add(found.value);
      next = ahead(reader);
      if (gathered.size >= ENOUGH_BYTES) yield gathered.take();
    }
    if (gathered.size > 0) yield gathered.take();
  } finally {
    void reader.return?.();
  }
}

// A failure is found where the promise is awaited; until then it must not count as one that nobody caught.
function ahead(reader: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer>> {
  const next = reader.next();
  next.catch(() => undefined);
  return next;
}

async function timer(dueAt: number): Promise<'due'> {
  return pause(Math.max(0, dueAt - Date.now()), 'due' as const);
}

function gather(from: number) {
  let position = 0;
  let held: Buffer[] = [];
  return {
    size: 0,
    /** When the oldest byte must go. */
    dueAt: undefined as number | undefined,
    add(chunk: Buffer) {
      const fresh = chunk.subarray(Math.min(chunk.length, Math.max(0, from - position)));
      position += chunk.length;
      if (fresh.length === 0) return;
      held.push(fresh);
      this.size += fresh.length;
      this.dueAt ??= Date.now() + EVERY_MS;
    },
    take(): Piece {
      const bytes = Buffer.concat(held);
      held = [];
      this.size = 0;
      this.dueAt = undefined;
      return { offset: position - bytes.length, bytes };
    },
  };
}
