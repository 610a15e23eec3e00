/**
 * Takes an archive that a packager uploads. It grows out of sight, is checked against the digest that was announced,
 * and is given its names under the lock of the project's directory: no deletion of the project comes in between, and
 * whatever breaks off leaves nothing.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { transact } from '@kopr/shared/outbox';
import type { ArchiveName } from '../domain/upload-form.js';
import { keepArchive } from '../sources/lookaside.js';
import { ownDirname } from './enter-repository.js';
import type { Means } from './means.js';

/** What comes, from whom it is taken for which project, and how much of it may come. */
export interface Incoming {
  readonly archive: ArchiveName;
  readonly projectId: number;
  readonly content: Readable;
  readonly maxBytes: number;
  /** Asked again while it comes. */
  readonly hasRoom: () => Promise<boolean>;
}

/** How it ended. `differs`: what came has another digest. */
export type Kept =
  | { readonly end: 'stored'; readonly size: number }
  | { readonly end: 'differs'; readonly sha512: string }
  | { readonly end: 'too-large' | 'no-room' | 'project-gone' };

/** Stores the whole of it, or nothing. Throws when the upload broke off or the disk fails. */
export async function keepUpload({ db, layout }: Pick<Means, 'db' | 'layout'>, incoming: Incoming): Promise<Kept> {
  const { archive, projectId } = incoming;
  await mkdir(layout.uploads, { recursive: true });
  const path = join(layout.uploads, randomUUID());
  try {
    const came = await receive(incoming, path);
    if (came.end !== 'whole') return came;
    if (came.sha512 !== archive.sha512) return { end: 'differs', sha512: came.sha512 };
    const file = { name: archive.file, sha512: archive.sha512, path };
    const isKept = await transact(db, async (tx) => {
      if (!(await ownDirname(tx, layout, archive.repository, projectId))) return false;
      await keepArchive(layout, archive.repository, file);
      return true;
    });
    return isKept ? { end: 'stored', size: came.size } : { end: 'project-gone' };
  } finally {
    await rm(path, { force: true });
  }
}

type Came =
  { readonly end: 'whole'; readonly size: number; readonly sha512: string } | { readonly end: 'too-large' | 'no-room' };

/** Writes it to `path`, flushed: what follows under a lock is short. */
async function receive({ content, maxBytes, hasRoom }: Incoming, path: string): Promise<Came> {
  const hash = createHash('sha512');
  let size = 0;
  let end: Exclude<Came['end'], 'whole'> | undefined;
  const measured = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > maxBytes) end = 'too-large';
      else if (!(await hasRoom())) end = 'no-room';
      // What is left of it is for the caller to read or to refuse.
      if (end !== undefined) return;
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(content, measured, createWriteStream(path, { flags: 'wx', flush: true }));
  return end === undefined ? { end: 'whole', size, sha512: hash.digest('hex') } : { end };
}
