/** Reads a task's log from an offset to its end, waiting for what is still to come. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { unlessMissing } from '@kopr/shared/files';
import { wholeLength } from '../domain/utf8-tail.js';
import { parseResultPath } from '../domain/result-path.js';
import { LIVE_LOG, SEALED_LOG } from '../intake/log-file.js';
import { findLog } from '../store/live-logs.js';
import { resultDir } from '../tree/layout.js';
import type { LogDeps } from './deps.js';

/** A piece of log that starts at byte `offset` and ends before byte `after`. Offset 0 again means: a new attempt began. */
export interface LogPiece {
  readonly offset: number;
  readonly after: number;
  readonly text: string;
}

/** Another replica's appends ring no bell here; then this long passes before they are seen. */
const LOOK_MS = 1000;
const PIECE_BYTES = 64 * 1024;

/** Whoever reads along. */
export interface Reader {
  /** Says that nobody listens any more. */
  readonly signal: AbortSignal;
  /** Told at each look that the task has not said a word yet. */
  readonly onUnheard: () => void;
}

/** Pieces until the log is sealed and read, or the signal says that nobody listens any more. */
export async function* followLog(
  { db, tree, bell }: Pick<LogDeps, 'db' | 'tree' | 'bell'>,
  task: string,
  from: number,
  { signal, onUnheard }: Reader,
): AsyncGenerator<LogPiece> {
  const ear = bell.listen(task);
  signal.addEventListener('abort', ear.close, { once: true });
  let offset = from;
  let attempt: number | undefined;
  try {
    while (!signal.aborted) {
      const log = await findLog(db, task);
      const path = log && parseResultPath(log.results);
      if (!log || !path) {
        onUnheard();
        await ear.next(LOOK_MS);
        continue;
      }
      if (attempt !== undefined && attempt !== log.attempt) offset = 0;
      attempt = log.attempt;
      const dir = resultDir(tree, path);
      for await (const piece of log.sealed ? readSealed(dir, offset) : readGrown(dir, offset)) {
        yield piece;
        offset = piece.after;
      }
      if (log.sealed) return;
      await ear.next(LOOK_MS);
    }
  } finally {
    ear.close();
  }
}

/** What there is now; a character that is not whole yet stays for the next time. */
async function* readGrown(dir: string, from: number): AsyncGenerator<LogPiece> {
  const file = await unlessMissing(open(join(dir, LIVE_LOG), 'r'));
  if (!file) return;
  try {
    const buffer = Buffer.alloc(PIECE_BYTES);
    for (let offset = from; ;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES, offset);
      const whole = wholeLength(buffer.subarray(0, bytesRead));
      if (whole === 0) return;
      yield piece(offset, buffer.subarray(0, whole));
      offset += whole;
    }
  } finally {
    await file.close();
  }
}

async function* readSealed(dir: string, from: number): AsyncGenerator<LogPiece> {
  const handle = await unlessMissing(open(join(dir, SEALED_LOG), 'r'));
  // A log that was taken away between the look and the read has simply ended.
  if (!handle) return;
  const file = handle.createReadStream();
  let at = 0;
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of pipeThrough(file)) {
      const fresh = chunk.subarray(Math.max(0, from - at));
      at += chunk.length;
      const bytes = Buffer.concat([rest, fresh]);
      const whole = wholeLength(bytes);
      if (whole > 0) yield piece(at - bytes.length, bytes.subarray(0, whole));
      rest = bytes.subarray(whole);
    }
    if (rest.length > 0) yield piece(at - rest.length, rest);
  } finally {
    file.destroy();
  }
}

function pipeThrough(file: NodeJS.ReadableStream): AsyncIterable<Buffer> {
  const plain = createGunzip({ chunkSize: PIECE_BYTES });
  file.on('error', (error: Error) => plain.destroy(error));
  return file.pipe(plain);
}

function piece(offset: number, bytes: Buffer): LogPiece {
  return { offset, after: offset + bytes.length, text: bytes.toString('utf8') };
}
