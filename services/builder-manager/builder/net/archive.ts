/** The dist-git commit as a tar: spec, patches, `sources`. The plain files at its top are the source. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { plainFileProblem } from '@kopr/shared/domain';
import tar from 'tar-stream';
import { oneLine } from '../domain/text.js';
import { failed } from '../ended.js';

const MAX_FILES = 10_000;

/**
 * Unpacks into `dir` and answers the names. What was pushed may hold folders and links, too: sources are flat, so these are
 * left out, and it is said. A file that cannot be brought under its name ends the task: rpmbuild would miss it, or not.
 */
export async function unpack(body: Readable, dir: string, say: (text: string) => void): Promise<string[]> {
  const extract = tar.extract();
  const fed = pipeline(body, extract);
  const names: string[] = [];
  for await (const entry of extract) {
    const { name, type } = entry.header;
    if (type !== 'file' || name.includes('/')) {
      if (isAtTop(name)) say(`${oneLine(name)} is left out: sources are plain files in one flat directory`);
      entry.resume();
      continue;
    }
    const problem = plainFileProblem(name);
    if (problem !== undefined) throw failed(`the source has a file ${JSON.stringify(name)}: its name ${problem}`);
    if (names.push(name) > MAX_FILES) throw failed(`the source has more than ${MAX_FILES} files`);
    await pipeline(entry, createWriteStream(join(dir, name), { mode: 0o644 }));
  }
  await fed;
  return names;
}

/** What lies in a folder goes with the folder. */
function isAtTop(name: string): boolean {
  return !name.replace(/\/$/, '').includes('/');
}
