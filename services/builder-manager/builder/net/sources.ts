/** Brings a build's source: the dist-git commit, then the archives that it names from the lookaside. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RpmDefinition } from '@kopr/proto';
import { parseSources, type Archive } from '../domain/sources-file.js';
import { failed } from '../ended.js';
import { again } from './again.js';
import { unpack } from './archive.js';
import { askPatiently, expectStatus } from './http.js';
import { inParallel } from './in-parallel.js';

type Say = (text: string) => void;

/** Fills `dir` and answers the spec's file name. Exactly one spec must be there. */
export async function bringSources(definition: RpmDefinition, dir: string, say: Say): Promise<string> {
  const names = await bringCommit(definition.kopr.archive_url, dir, say);
  if (names.includes('sources')) await bringArchives(definition.kopr.lookaside_url, dir, say);
  const specs = names.filter((name) => name.endsWith('.spec'));
  const [spec] = specs;
  if (!spec || specs.length > 1) throw failed(`the source must hold exactly one spec file, found ${specs.length}`);
  return spec;
}

// A connection that breaks half-way is asked for again as a whole: a commit without its archives is small.
async function bringCommit(url: string, dir: string, say: Say): Promise<string[]> {
  return again(say, async () => {
    const answer = await askPatiently(() => ({ method: 'GET', url }), say);
    await expectStatus(answer, url, 200);
    return unpack(answer.body, dir, say);
  });
}

async function bringArchives(lookaside: string, dir: string, say: Say): Promise<void> {
  const sources = parseSources(await readFile(join(dir, 'sources'), 'utf8'));
  if ('error' in sources) throw failed(sources.error);
  await inParallel(4, sources.archives, (archive) => again(say, () => bringArchive(lookaside, archive, dir, say)));
}

async function bringArchive(lookaside: string, { file, sha512 }: Archive, dir: string, say: Say): Promise<void> {
  const name = encodeURIComponent(file);
  const url = `${lookaside}/${name}/sha512/${sha512}/${name}`;
  const answer = await askPatiently(() => ({ method: 'GET', url }), say);
  await expectStatus(answer, url, 200);
  const hash = createHash('sha512');
  const count = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      next(null, chunk);
    },
  });
  await pipeline(answer.body, count, createWriteStream(join(dir, file), { mode: 0o644 }));
  const found = hash.digest('hex');
  if (found !== sha512) throw failed(`${file}: expected SHA-512 ${sha512.slice(0, 16)}…, found ${found.slice(0, 16)}…`);
  say(`${file} from the lookaside`);
}
