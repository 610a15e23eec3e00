/** Writes what a server sends into a file, within its bounds. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { DownloadTrouble, silence, unreachable } from './trouble.js';

/** What is expected of a file. */
export interface Expected {
  /** How people call it. */
  readonly name: string;
  readonly maxBytes: number;
  readonly size?: number | null;
  /** Lower-case hex. */
  readonly sha256?: string | null;
}

/** What came. */
export interface Saved {
  readonly size: number;
  readonly sha256: string;
}

/**
 * Writes the body to `path`; a server may be silent for `stallMs`. Errors of our own disk are thrown as they are: they
 * are not about the server.
 */
export async function save(answer: IncomingMessage, path: string, expected: Expected, stallMs: number): Promise<Saved> {
  if (Number(answer.headers['content-length']) > expected.maxBytes) throw tooLarge(expected);
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'w', 0o640);
  try {
    for await (const chunk of bodyOf(answer, expected.name, stallMs)) {
      size += chunk.length;
      if (size > expected.maxBytes) throw tooLarge(expected);
      hash.update(chunk);
      // Not `write`, which on a disk that fills up may take a part and say nothing.
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  return hold({ size, sha256: hash.digest('hex') }, expected);
}

async function* bodyOf(answer: IncomingMessage, name: string, stallMs: number): AsyncGenerator<Buffer> {
  const watch = (): NodeJS.Timeout => setTimeout(() => answer.destroy(new Error(silence(stallMs))), stallMs);
  let timer = watch();
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      // Our own slowness in writing is not the server's.
      clearTimeout(timer);
      yield chunk;
      timer = watch();
    }
  } catch (error) {
    throw unreachable(name, error);
  } finally {
    clearTimeout(timer);
  }
}

function hold(saved: Saved, { name, size, sha256 }: Expected): Saved {
  if (typeof size === 'number' && saved.size !== size) {
    throw new DownloadTrouble('differs', `${name} has ${saved.size} bytes, ${size} were expected`);
  }
  if (typeof sha256 === 'string' && saved.sha256 !== sha256) {
    throw new DownloadTrouble('differs', `${name} has the SHA-256 ${saved.sha256}, ${sha256} was expected`);
  }
  return saved;
}

function tooLarge({ name, maxBytes }: Expected): DownloadTrouble {
  return new DownloadTrouble('too-large', `${name} is larger than ${maxBytes} bytes, which is the limit`);
}
