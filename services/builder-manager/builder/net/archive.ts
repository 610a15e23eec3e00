/** The dist-git commit as a tar: spec, patches, `sources`. Only plain files at the top are taken. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';
import { isPlainName } from '../domain/text.js';
import { failed } from '../ended.js';

const MAX_FILES = 10_000;

/** Unpacks into `dir` and answers the names. Folders and links are left out: an imported source is flat. */
export async function unpack(body: Readable, dir: string): Promise<string[]> {
  const extract = tar.extract();
  const fed = pipeline(body, extract);
  const names: string[] = [];
  for await (const entry of extract) {
    const { name, type } = entry.header;
    if (type !== 'file' || !isPlainName(name)) {
      entry.resume();
      continue;
    }
    if (names.push(name) > MAX_FILES) throw failed(`the source has more than ${MAX_FILES} files`);
    await pipeline(entry, createWriteStream(join(dir, name), { mode: 0o644 }));
  }
  await fed;
  return names;
}
