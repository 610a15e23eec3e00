/**
 * Copies of repositories that share their objects with the original: every pack gets one more name by a hard link.
 *
 * Not by alternates: a copy that borrowed would break with the original's deletion, or keep it on disk for ever, and
 * `git gc` in the original would drop what only the copy still needs. With hard links each repository is whole by
 * itself, the file system counts, and gc in one removes that one's names only. What is lost by it: a repository that
 * is repacked, after fifty imports of its own, no longer shares that pack, which holds text only.
 */
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KoprError } from '@kopr/shared/errors';
import { unlessMissing } from '@kopr/shared/files';
import { linkIfThere } from '../sources/link.js';
import { noteUnpruned, unprunedSince } from './make-ready.js';
import { otherRefs } from './refs.js';
import { layOut, WHOLE } from './repository.js';
import { runGit } from './run-git.js';

/** What never changes once it has its name. Indexes over several packs are made anew by each repository's own gc. */
const OBJECT = /^(pack\/pack-[0-9a-f]+\.(pack|idx|rev|bitmap|mtimes)|[0-9a-f]{2}\/[0-9a-f]{38,62})$/;
/** An import adds one pack, gc replaces all by one; neither comes more often than once within a round. */
const MAX_ROUNDS = 10;

/** Every branch and its commit; none when there is no repository. */
export async function headsOf(repository: string): Promise<Map<string, string>> {
  if (!(await isThere(join(repository, 'HEAD')))) return new Map();
  const lines = await runGit(repository, 'for-each-ref', '--format=%(objectname) %(refname:lstrip=2)', 'refs/heads');
  return new Map(lines.split('\n').flatMap((line) => (line === '' ? [] : [headOf(line)])));
}

function headOf(line: string): [string, string] {
  const end = line.indexOf(' ');
  return [line.slice(end + 1), line.slice(0, end)];
}

/** Makes a repository at `into` with these branches of the original, its tags, and what is kept in it. All were read before: their objects are there. */
export async function copyRepository(from: string, heads: ReadonlyMap<string, string>, into: string): Promise<void> {
  await layOut(into, await readFile(join(from, 'HEAD'), 'utf8'));
  const others = await otherRefs(from);
  // What the original is still to be rid of comes along with its packs. Asked after its refs, before its objects.
  if ((await unprunedSince(from)) !== undefined) await noteUnpruned(into);
  await linkObjects(join(from, 'objects'), join(into, 'objects'));
  const refs = [...heads].map(([branch, commit]) => `${commit} refs/heads/${branch}\n`);
  const more = [...others].map(([ref, object]) => `${object} ${ref}\n`);
  await writeFile(join(into, 'packed-refs'), [...refs, ...more].join(''), WHOLE);
}

/** Gives an existing repository branches of the copy. One that it has by now is left as it is, and that is an error. */
export async function addBranches(repository: string, copy: string, branches: readonly string[]): Promise<void> {
  const refs = branches.map((branch) => `refs/heads/${branch}:refs/heads/${branch}`);
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance'];
  // One pack, as after an import.
  await runGit(repository, '-c', 'fetch.unpackLimit=1', 'fetch', ...quiet, copy, ...refs);
}

/**
 * Until a second look finds nothing that is not linked yet. gc writes the new pack before it removes what is in it, so
 * whoever missed both in one round finds the new one in the next.
 */
async function linkObjects(from: string, into: string): Promise<void> {
  const linked = new Set<string>();
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const files = (await objectsIn(from)).filter((file) => !linked.has(file));
    if (files.length === 0 && round > 1) return;
    for (const file of files) {
      await mkdir(dirname(join(into, file)), { recursive: true });
      if (await linkIfThere(join(from, file), join(into, file))) linked.add(file);
    }
  }
  throw new KoprError('git', `the objects of a repository changed ${MAX_ROUNDS} times while they were copied`, {
    from,
  });
}

/** Folder by folder, as gc removes those that it empties. */
async function objectsIn(objects: string): Promise<string[]> {
  const files: string[] = [];
  for (const folder of await namesIn(objects))
    for (const name of await namesIn(join(objects, folder))) files.push(`${folder}/${name}`);
  return files.filter((file) => OBJECT.test(file));
}

/** None of what is gone by now, nor of what is no folder. */
async function namesIn(folder: string): Promise<string[]> {
  return (await unlessMissing(readdir(folder))) ?? [];
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
