/** The body of a push, taken piece by piece: its head is read here, its rest goes to git, and too much ends it. */
import { pipeline } from 'node:stream';
import type { Writable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Request } from 'express';

/** Takes the next piece; undefined at the end. Throws when the client is gone or the body is no gzip after all. */
export type Body = () => Promise<Buffer | undefined>;

/** As much as one may still send after it was refused, so that the answer finds a listener. */
const DRAINED = 2;

/** The request's body, unpacked when it came packed. */
export function bodyOf(request: Request): Body {
  const gunzip = request.get('content-encoding') === 'gzip' ? createGunzip() : undefined;
  // What goes wrong comes out at the end of it.
  if (gunzip) pipeline(request, gunzip, () => undefined);
  const pieces = ((gunzip ?? request) as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  return async () => {
    const next: IteratorResult<Buffer, undefined> = await pieces.next();
    return next.value;
  };
}

/** Everything goes to `sink`, up to `maxBytes`; what comes after that is dropped, and far more is not waited for. */
export async function pour(body: Body, first: Buffer, sink: Writable, maxBytes: number): Promise<void> {
  let poured = 0;
  for (let piece: Buffer | undefined = first; piece; piece = await body()) {
    poured += piece.length;
    if (poured > maxBytes * DRAINED) throw new Error('the client sends without end');
    if (poured > maxBytes) sink.end();
    else await write(sink, piece);
  }
  sink.end();
}

/** Takes all that comes, up to `maxBytes`, so that the client listens at last. */
export async function drain(body: Body, maxBytes: number): Promise<void> {
  for (let drained = 0, piece = await body(); piece && drained < maxBytes; piece = await body())
    drained += piece.length;
}

/** Resolves when there is room for more, also when nobody reads any more: the rest is then dropped. */
function write(sink: Writable, piece: Buffer): Promise<void> {
  if (!sink.writable) return Promise.resolve();
  return new Promise((resolve) => void sink.write(piece, () => resolve()));
}
