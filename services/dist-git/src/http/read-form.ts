/** Reads a multipart form: small fields, then at most one file, which is handed on as it comes. */
import busboy, { type Busboy } from 'busboy';
import type { Request } from 'express';
import type { Readable } from 'node:stream';
import { asError } from '@kopr/shared/errors';
import { refuse } from '@kopr/shared/intake';
import type { Fields } from '../domain/upload-form.js';

/** Takes the file; called when the fields before it are known. Its rejection ends the reading. */
export type TakeFile = (fields: Fields, content: Readable, name: string) => Promise<void>;

const FIELDS = 20;
const FIELD_BYTES = 4096;
const LIMITS = { files: 1, fields: FIELDS, parts: FIELDS + 1, fieldSize: FIELD_BYTES, fieldNameSize: 100 };

/** The fields, when all is read and the file, if there was one called `part`, is taken. */
export async function readForm(request: Request, part: string, take: TakeFile): Promise<Fields> {
  const parser = openParser(request);
  const reading = readParts(parser, part, take);
  const gone = new Promise<never>((_resolve, reject) => {
    request.once('close', () => (request.complete ? undefined : reject(refuse(400, 'the upload broke off'))));
  });
  try {
    request.pipe(parser);
    return await Promise.race([reading, gone]);
  } catch (error) {
    request.unpipe(parser);
    // Ends the file's stream too, so that whoever stores it stops and cleans up.
    parser.destroy(asError(error));
    throw error;
  }
}

function openParser(request: Request): Busboy {
  try {
    return busboy({ headers: request.headers, limits: LIMITS, defParamCharset: 'utf8' });
  } catch {
    throw refuse(400, 'expected a form of the type multipart/form-data');
  }
}

function readParts(parser: Busboy, part: string, take: TakeFile): Promise<Fields> {
  const fields = new Map<string, string>();
  let taking: Promise<void> | undefined;
  return new Promise((resolve, reject) => {
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      if (nameTruncated || valueTruncated) reject(refuse(400, `a field is longer than ${FIELD_BYTES} bytes`));
      else if (fields.has(name)) reject(refuse(400, `Multiple values given for "${name}". Aborting.`));
      else fields.set(name, value);
    });
    parser.on('file', (name, content, { filename }) => {
      // Whoever reads it may not have begun when it breaks off.
      content.on('error', () => undefined);
      if (name !== part) return void content.resume();
      taking = take(fields, content, filename ?? '');
      taking.catch(reject);
    });
    parser.on('error', () => reject(refuse(400, 'the form ends too early or is no multipart/form-data')));
    parser.on('close', () => void (taking ?? Promise.resolve()).then(() => resolve(fields), reject));
  });
}
