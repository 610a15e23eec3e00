/** Reads a multipart request: one file as a stream, a part named `json` (or plain fields) as values. */
import busboy, { type Busboy } from 'busboy';
import type { Request } from 'express';
import type { Readable } from 'node:stream';
import { asError } from '@kopr/shared/errors';
import { refusalOf, refuse } from '../domain/refusal.js';
import { refuseSize, tooLarge } from '../verbs/store-upload.js';
import { fieldsOf } from './body.js';

/** Bytes of all that is not the file. */
const MAX_JSON_BYTES = 1024 ** 2;
const LIMITS = { files: 4, fields: 200, parts: 204, fieldSize: MAX_JSON_BYTES, fieldNameSize: 100, headerPairs: 50 };

/** Takes the file as it comes. */
export type Store = (stream: Readable, name: string) => Promise<void>;

/** Hands the first file called `part` to `store`; answers the fields when all is read. The first error ends it. */
export async function receiveUpload(
  request: Request,
  part: string,
  maxBytes: number,
  store: Store,
): Promise<Record<string, unknown>> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + MAX_JSON_BYTES) refuseSize(maxBytes);
  const parser = openParser(request);
  const fields: Record<string, unknown> = {};
  const work = readParts(parser, part, store, fields);
  const gone = new Promise<never>((_resolve, reject) => {
    request.once('close', () => (request.complete ? undefined : reject(new Error('the upload broke off'))));
  });
  try {
    request.pipe(parser);
    await Promise.race([work, gone]);
    return fields;
  } catch (error) {
    request.unpipe(parser);
    // Ends the file's stream too, so that whoever stores it stops and cleans up.
    parser.destroy(asError(error));
    throw error;
  }
}

/** The fields of a form that brings no file we want. */
export function receiveFields(request: Request): Promise<Record<string, unknown>> {
  return receiveUpload(request, '', 0, (stream) => {
    stream.resume();
    return Promise.resolve();
  });
}

function openParser(request: Request): Busboy {
  try {
    // Python's clients write names in UTF-8.
    return busboy({ headers: request.headers, limits: LIMITS, defParamCharset: 'utf8' });
  } catch {
    refuse('invalid', 'The form could not be read: it is no multipart/form-data');
  }
}

async function readParts(parser: Busboy, part: string, store: Store, fields: Record<string, unknown>): Promise<void> {
  const work: Promise<unknown>[] = [];
  const troubles: Error[] = [];
  let taken = false;
  let fieldChars = 0;
  await new Promise<void>((resolve, reject) => {
    // A small file is stored after its form ended, so this trouble may come too late to end the reading.
    const trouble = (error: unknown) => {
      troubles.push(whyBroken(error));
      reject(whyBroken(error));
    };
    parser.on('field', (name, value) => {
      fieldChars += value.length;
      // A body that comes in chunks has not said how long it is.
      if (fieldChars > MAX_JSON_BYTES) trouble(tooLarge(MAX_JSON_BYTES));
      else fields[name] ??= value;
    });
    parser.on('file', (name, stream, { filename }) => {
      // Whoever reads it may not have begun when it breaks off.
      stream.on('error', () => undefined);
      const isFile = name === part && !taken;
      taken ||= isFile;
      if (isFile) work.push(store(stream, filename ?? '').catch(trouble));
      else if (name === 'json') work.push(readJson(stream, fields).catch(trouble));
      else stream.resume();
    });
    parser.on('error', () => reject(formError()));
    parser.on('close', resolve);
  });
  await Promise.all(work);
  if (troubles[0]) throw troubles[0];
}

async function readJson(stream: Readable, fields: Record<string, unknown>): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_JSON_BYTES) refuseSize(MAX_JSON_BYTES);
    chunks.push(chunk);
  }
  Object.assign(fields, fieldsOf(parse(Buffer.concat(chunks).toString())));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    refuse('invalid', 'The part `json` is no JSON');
  }
}

/** Refusals and trouble of the disk are themselves; anything else is a form that broke off. */
function whyBroken(thrown: unknown): Error {
  const error = asError(thrown);
  return refusalOf(error) !== undefined || 'syscall' in error ? error : formError();
}

function formError(): Error {
  return Object.assign(new Error('The form could not be read: it ends too early or is no multipart/form-data'), {
    expose: true,
    status: 400,
  });
}
