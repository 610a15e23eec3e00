/** Small tars for putArchive. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';

/** A file by its bytes or by its path here; a folder when it has neither. */
export interface Entry {
  readonly name: string;
  readonly mode: number;
  readonly bytes?: string | Buffer;
  readonly path?: string;
}

/** The tar as a stream; read while it is written, so that a large file is never held. */
export function tarOf(entries: readonly Entry[]): Readable {
  const pack = tar.pack();
  void fill(pack, entries).catch((error: unknown) => pack.destroy(error as Error));
  return pack as unknown as Readable;
}

/** The bytes of the first file in a tar. */
export async function firstFileOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const extract = tar.extract();
  const fed = pipeline(stream, extract).catch(() => undefined);
  const chunks: Buffer[] = [];
  for await (const entry of extract) {
    for await (const chunk of entry) chunks.push(chunk as Buffer);
  }
  await fed;
  return Buffer.concat(chunks);
}

async function fill(pack: tar.Pack, entries: readonly Entry[]): Promise<void> {
  for (const { name, mode, bytes, path } of entries) {
    const header = { name, mode, uid: 0, gid: 0 };
    if (path !== undefined)
      await pipeline(createReadStream(path), pack.entry({ ...header, size: (await stat(path)).size }));
    else if (bytes !== undefined) pack.entry(header, bytes);
    else pack.entry({ ...header, type: 'directory' });
  }
  pack.finalize();
}
