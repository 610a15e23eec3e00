/** The body of a change to a chroot: a form with a comps.xml in it, or just fields. */
import type { Readable } from 'node:stream';
import { receiveUpload } from '../http/upload.js';
import type { Comps } from '../verbs/edit-chroot.js';
import { refuseSize } from '../verbs/store-upload.js';
import type { UserCall } from './endpoint.js';
import { refuseField } from './validate.js';

const MAX_NAME_CHARS = 255;

/** The fields that were sent, and the file if one came. */
export async function receiveComps({ deps, request, body }: UserCall): Promise<{
  fields: Readonly<Record<string, unknown>>;
  comps: Comps | undefined;
}> {
  if (!request.is('multipart/form-data')) return { fields: body ?? {}, comps: undefined };
  const held: { comps?: Comps } = {};
  const limit = deps.config.maxCompsBytes;
  const fields = await receiveUpload(request, 'upload_comps', limit, async (stream, name) => {
    const text = decoded(await readAll(stream, limit));
    // Browsers send an empty file where none was chosen.
    if (name !== '' || text !== '') held.comps = { name: shortName(name), text };
  });
  return { fields, comps: held.comps };
}

async function readAll(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) refuseSize(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuseField('upload_comps', 'This is no text in UTF-8.', 'lines');
  }
}

function shortName(name: string): string {
  return name.replace(/\p{C}/gu, '').slice(0, MAX_NAME_CHARS) || 'comps.xml';
}
