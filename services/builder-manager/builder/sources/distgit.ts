/** A package of a distribution's dist-git: its clone, the archives that it names from the lookaside, rpmbuild. */
import { createHash } from 'node:crypto';
import { chownSync, createReadStream, existsSync, lstatSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { archiveUrl, placeOf, type Place } from '../domain/lookaside.js';
import { distgitParams } from '../domain/source-params.js';
import { parseForeignSources, type NamedArchive } from '../domain/sources-file.js';
import { failed } from '../ended.js';
import { fetchFrom } from '../net/fetch-file.js';
import { inParallel } from '../net/in-parallel.js';
import { bringRepository } from './git.js';
import type { Method, SourceRoom } from './source-room.js';
import { buildSrpm, onlySpec } from './srpm.js';
import { step } from './step.js';

/** Answers the commit. */
export const distgit: Method = async (room) => {
  const { clone_url: url, committish } = distgitParams.parse(room.params);
  const pinned = room.definition.kopr.pin.commit ?? undefined;
  const { dir, commit } = await bringRepository(room, { url, committish, commit: pinned });
  await step(room, 'download', 'archives', () => bringArchives(room, url, dir));
  const spec = await step(room, 'srpm-build', 'spec file', () => Promise.resolve(onlySpec(dir)));
  await buildSrpm(room, spec, dir);
  return () => ({ commit });
};

async function bringArchives(room: SourceRoom, cloneUrl: string, dir: string): Promise<void> {
  const archives = archivesOf(join(dir, 'sources'));
  if (archives.length === 0) return;
  const place = placeOf(cloneUrl, room.definition.kopr.lookasides);
  if (!place) throw failed(`no lookaside is known for ${cloneUrl}`);
  await inParallel(4, archives, (archive) => bringArchive(room, place, archive, dir));
}

// The repository may hold anything under this name, a link or a folder, too.
function archivesOf(path: string): NamedArchive[] {
  if (!existsSync(path) || !lstatSync(path).isFile()) return [];
  const sources = parseForeignSources(readFileSync(path, 'utf8'));
  if ('error' in sources) throw failed(sources.error);
  return sources.archives;
}

async function bringArchive(room: SourceRoom, place: Place, archive: NamedArchive, dir: string): Promise<void> {
  const { file, hashtype, hash } = archive;
  // First where only root writes: in the repository a link of that name may lie in wait.
  const path = join(room.sources, file);
  await fetchFrom(room, archiveUrl(place, archive), path);
  const found = await digestOf(path, hashtype);
  if (found !== hash) throw failed(`${file}: expected ${hashtype} ${hash.slice(0, 16)}…, found ${found.slice(0, 16)}…`);
  const { uid, gid } = room.tools.user;
  chownSync(path, uid, gid);
  const target = join(dir, file);
  rmSync(target, { recursive: true, force: true });
  renameSync(path, target);
  room.journal.say(`${file} from the lookaside`);
}

async function digestOf(path: string, hashtype: string): Promise<string> {
  const digest = createHash(hashtype);
  await pipeline(createReadStream(path), digest);
  return digest.digest('hex');
}
