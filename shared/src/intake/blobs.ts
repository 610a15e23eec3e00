/** Files of an attempt by their digest: written while hashed, resumable, whole or not there. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDir, isDiskFull, sizeOf, syncFile } from '../files/index.js';
import type { Budget } from './budget.js';
import type { ContentRange } from './content-range.js';
import type { KeyedLock } from './keyed-lock.js';

/** What is held of a blob. */
export interface Held {
  readonly whole: boolean;
  readonly bytes: number;
}

/** How a put ended; `wrong-offset` and `part` tell how much is held now. */
export type Put =
  | { readonly end: 'stored' | 'had' | 'over-budget' | 'differs' | 'no-room' }
  | { readonly end: 'wrong-offset' | 'part'; readonly held: number };

/** One upload. Without a range it starts from the first byte. */
export interface Upload {
  /** The attempt's folder of blobs. */
  readonly dir: string;
  readonly sha256: string;
  readonly range: ContentRange | undefined;
  readonly body: AsyncIterable<Buffer>;
  readonly budget: Budget;
  /** Whether the disk has room for more. */
  readonly hasRoom: () => Promise<boolean>;
}

/** The folder of an attempt's blobs. */
export function blobsDir(attempt: string): string {
  return join(attempt, 'blobs');
}

/** How much of a blob is there. */
export async function heldOf(dir: string, sha256: string): Promise<Held> {
  const whole = await sizeOf(join(dir, sha256));
  if (whole !== undefined) return { whole: true, bytes: whole };
  return { whole: false, bytes: (await sizeOf(partPath(dir, sha256))) ?? 0 };
}

/**
 * Stores a blob. An upload that breaks off leaves its part, from which the next one may go on; but not when the disk is
 * full: parts of several, none of which can become whole, would keep each other out.
 */
export async function putBlob(lock: KeyedLock, upload: Upload): Promise<Put> {
  return lock(join(upload.dir, upload.sha256), async () => {
    await ensureDir(upload.dir);
    const held = await heldOf(upload.dir, upload.sha256);
    if (held.whole) return { end: 'had' };
    if (upload.range && upload.range.first !== held.bytes) return { end: 'wrong-offset', held: held.bytes };
    if (!upload.range) upload.budget.give(held.bytes);
    return receive(upload, upload.range ? held.bytes : 0);
  });
}

async function receive(upload: Upload, start: number): Promise<Put> {
  const { dir, sha256, range, body, budget, hasRoom } = upload;
  const part = partPath(dir, sha256);
  const hash = createHash('sha256');
  if (start > 0) await feed(hash, part);
  const file = await open(part, start > 0 ? 'r+' : 'w', 0o644);
  let at = start;
  try {
    for await (const chunk of body) {
      if (!budget.take(chunk.length)) return await drop(part, at, budget, 'over-budget');
      if (!(await hasRoom())) return await drop(part, at + chunk.length, budget, 'no-room');
      await writeAll(file, chunk, at).catch(async (error: unknown) => {
        // A full disk takes a part of a chunk: what is held and what is booked must stay the same.
        if (isDiskFull(error)) await drop(part, at, budget, 'no-room');
        else await file.truncate(at);
        budget.give(chunk.length);
        throw error;
      });
      hash.update(chunk);
      at += chunk.length;
    }
    if (range && at < range.total) return { end: 'part', held: at };
    if (hash.digest('hex') !== sha256) return await drop(part, at, budget, 'differs');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, join(dir, sha256));
  await syncFile(dir);
  return { end: 'stored' };
}

async function writeAll(file: FileHandle, chunk: Buffer, at: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    done += (await file.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
  }
}

type Dropped = 'over-budget' | 'differs' | 'no-room';

async function drop(part: string, bytes: number, budget: Budget, end: Dropped): Promise<Put> {
  await rm(part, { force: true });
  budget.give(bytes);
  return { end };
}

async function feed(hash: Hash, path: string): Promise<void> {
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
}

function partPath(dir: string, sha256: string): string {
  return join(dir, `${sha256}.part`);
}
