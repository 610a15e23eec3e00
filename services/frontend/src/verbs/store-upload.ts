/** Puts an uploaded file on disk as it comes: counted, hashed, under a random name. A file's own name never becomes a path. */
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDiskFull, watchRoom } from '@kopr/shared/files';
import type { Config } from '../config.js';
import { refusal } from '../domain/refusal.js';
import type { StoredFile } from './source-params.js';

/** Where uploads wait. */
export function uploadFolder({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'uploads');
}

/** The file behind an upload's random name. */
export function uploadPath(config: Pick<Config, 'dataDir'>, dir: string): string {
  return join(uploadFolder(config), dir);
}

/** Stores the stream's bytes; leaves nothing behind when it breaks off, grows too large, or finds no room on the disk. */
export async function storeUpload(
  config: Pick<Config, 'dataDir' | 'maxUploadBytes' | 'minFreeBytes'>,
  stream: Readable,
  name: string,
): Promise<StoredFile> {
  const dir = newName();
  const path = uploadPath(config, dir);
  const seen = { size: 0, hash: createHash('sha256') };
  try {
    await mkdir(uploadFolder(config), { recursive: true });
    const hasRoom = watchRoom(uploadFolder(config), config.minFreeBytes);
    const file = createWriteStream(path, { flags: 'wx', mode: 0o640 });
    await pipeline(stream, counting(seen, config.maxUploadBytes), whileRoom(hasRoom), file);
  } catch (error) {
    await rm(path, { force: true });
    throw isDiskFull(error) ? noRoom() : error;
  }
  return { dir, name, size: seen.size, sha256: seen.hash.digest('hex') };
}

/** Ends with a refusal as soon as less than the reserve is left: uploads shall not fill a disk to its last byte. */
function whileRoom(hasRoom: () => Promise<boolean>) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    if (!(await hasRoom())) throw noRoom();
    for await (const chunk of chunks) {
      if (!(await hasRoom())) throw noRoom();
      yield chunk;
    }
  };
}

function noRoom(): Error {
  return refusal('no-room', NO_ROOM);
}

const NO_ROOM = 'There is no room for the file: the disk of the frontend is full. Please try again later.';

/** The same bytes under a name of their own, for another build; undefined when the file is gone. */
export async function copyUpload(
  config: Pick<Config, 'dataDir'>,
  { dir: from, name, size, sha256 }: StoredFile,
): Promise<StoredFile | undefined> {
  const dir = newName();
  try {
    await link(uploadPath(config, from), uploadPath(config, dir));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { dir, name, size, sha256 };
}

/** Unguessable: whoever knows it may read the file. */
function newName(): string {
  return randomBytes(16).toString('hex');
}

/** Removes a file that came to nothing. */
export async function dropFile(config: Pick<Config, 'dataDir'>, file: StoredFile | undefined): Promise<void> {
  if (file) await rm(uploadPath(config, file.dir), { force: true });
}

/** The refusal of what is too large. */
export function refuseSize(maxBytes: number): never {
  throw tooLarge(maxBytes);
}

function counting(seen: { size: number; hash: { update(chunk: Buffer): unknown } }, maxBytes: number): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen.size += chunk.length;
      if (seen.size > maxBytes) {
        done(tooLarge(maxBytes));
        return;
      }
      seen.hash.update(chunk);
      done(null, chunk);
    },
  });
}

/** The same as an error, for where nothing can be thrown. */
export function tooLarge(maxBytes: number): Error {
  return refusal('too-large', `The file is too large, the limit is ${maxBytes} bytes.`);
}
