/** Answers that are sent while they are made, because they are too long to be held. */
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inAscii } from './answer.js';

const PIECES = Symbol('pieces');

interface Pieces {
  readonly [PIECES]: AsyncIterable<string>;
}

/** What an endpoint returns whose JSON comes piece by piece. Whatever may be refused must be before the first one. */
export function inPieces(pieces: AsyncIterable<string>): Pieces {
  return { [PIECES]: pieces };
}

/** The pieces of an answer, if it has such. */
export function piecesOf(answer: unknown): AsyncIterable<string> | undefined {
  return typeof answer === 'object' && answer !== null && PIECES in answer ? (answer as Pieces)[PIECES] : undefined;
}

/** Sends them. Once the first one is out nothing can be refused: the connection breaks off instead. */
export async function sendPieces(response: Response, pieces: AsyncIterable<string>): Promise<void> {
  const all = pieces[Symbol.asyncIterator]();
  const first = await all.next();
  response.status(200).set('Vary', 'Cookie').setHeader('Content-Type', 'application/json');
  if (response.req.method === 'HEAD') {
    await all.return?.();
    response.end();
    return;
  }
  await pipeline(Readable.from(encoded(first, all)), response).catch((error: unknown) => {
    // Clients that have enough hang up; that is no trouble of ours.
    if (!isHangUp(error)) throw error;
  });
}

async function* encoded(first: IteratorResult<string>, rest: AsyncIterator<string>): AsyncGenerator<Buffer> {
  for (let piece = first; piece.done !== true; piece = await rest.next()) yield Buffer.from(inAscii(piece.value));
}

function isHangUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
