/** A file as it is, which a browser shows as plain text or saves, and never runs. */
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { type Address, isCommit } from '../domain/address.js';
import { isBinary } from '../domain/byte-text.js';
import { startGit } from '../git/browse/git-process.js';
import { resolveRef } from '../git/browse/refs.js';
import { ASK_AGAIN, FOREVER, sendKnown } from './send.js';
import { findFile } from './views/file-view.js';
import type { Look } from './views/look.js';

/** What strangers wrote is never a page of ours. */
const HARMLESS = { 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" };

/** False: there is no such file, and nothing was sent. */
export async function sendRaw(
  look: Look,
  { ref, path }: Extract<Address, { page: 'tree' | 'file' | 'raw' }>,
  request: Request,
  response: Response,
): Promise<boolean> {
  const commit = await resolveRef(look.reading.repository, ref);
  const found = commit === undefined ? undefined : await findFile(look, commit, path);
  const [blob] = found ? await look.objects.look([found.hash]) : [];
  if (blob?.kind !== 'blob') return false;
  response.set(HARMLESS);
  if (sendKnown(request, response, blob.hash, isCommit(ref) ? FOREVER : ASK_AGAIN)) return true;
  response.set('content-length', String(blob.size));
  await sendBlob(look, blob.hash, request, response);
  return true;
}

async function sendBlob({ reading }: Look, hash: string, request: Request, response: Response): Promise<void> {
  const child = startGit(reading, ['cat-file', 'blob', hash]);
  const chunks = (child.stdout as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  try {
    const first = await chunks.next();
    const start = first.done ? Buffer.alloc(0) : first.value;
    response.set('content-type', isBinary(start) ? 'application/octet-stream' : 'text/plain; charset=utf-8');
    if (request.method === 'HEAD') return void response.end();
    response.write(start);
    // Too little sent is seen by its length; a client that goes away ends it, and there is nobody to tell.
    await pipeline({ [Symbol.asyncIterator]: () => chunks }, response).catch(() => undefined);
  } finally {
    child.kill('SIGKILL');
  }
}
