/** Removes what nobody needs any more: renamed-away trees with their last blobs, and what dead processes left behind. */
import { readdir, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from '@kopr/shared/files';
import { loop, type Loop } from '@kopr/shared/service';
import { isForkClaimed } from '../store/forks.js';
import { isClaimed, isOpen } from '../store/imports.js';
import { forgetTakings } from '../store/takings.js';
import type { Means } from '../verbs/means.js';

const EVERY_MS = 600_000;
/** No request lives as long: whatever was last written to before that, nobody writes to any more. */
const UPLOAD_MS = 2 * 3_600_000;
const SHA512 = /\/sha512\/([0-9a-f]{128})\//;

/** One round of it. */
export function tidy(means: Means): Loop {
  const tick = async (): Promise<void> => {
    await emptyTrash(means);
    await removeWork(means);
    await removeSpool(means);
    await removeUploads(means, Date.now() - UPLOAD_MS);
    await forgetTakings(means.db);
  };
  return loop({ name: 'tidy', everyMs: EVERY_MS, log: means.log, tick });
}

async function emptyTrash({ layout, log }: Means): Promise<void> {
  for (const name of await list(layout.trash)) {
    const tree = join(layout.trash, name);
    const archives = await archivesIn(tree);
    await rm(tree, { recursive: true, force: true });
    for (const sha512 of archives) await removeUnreferenced(layout.blob(sha512));
    log.info('trash emptied', { tree: name, archives: archives.size });
  }
}

/** The digests of the archives that a lookaside tree refers to; none in a tree of repositories. */
async function archivesIn(tree: string): Promise<Set<string>> {
  const paths = await readdir(tree, { recursive: true });
  return new Set(paths.map((path) => SHA512.exec(path)?.[1]).filter((sha512) => sha512 !== undefined));
}

/** A blob whose only name is its own. An import that needs it in this very moment stores it anew. */
async function removeUnreferenced(blob: string): Promise<void> {
  const links = await stat(blob).then(
    ({ nlink }) => nlink,
    () => 0,
  );
  if (links === 1) await unlink(blob);
}

async function removeWork({ db, layout }: Means): Promise<void> {
  for (const claim of await list(layout.work)) {
    if (!(await isClaimed(db, claim)) && !(await isForkClaimed(db, claim)))
      await rm(join(layout.work, claim), { recursive: true, force: true });
  }
}

async function removeSpool({ db, layout }: Means): Promise<void> {
  for (const name of await list(layout.spool)) {
    const build = Number.parseInt(name, 10);
    if (!(await isOpen(db, build))) await rm(join(layout.spool, name), { force: true });
  }
}

/** Uploads of a process that died; the others remove theirs themselves. */
async function removeUploads({ layout }: Means, before: number): Promise<void> {
  for (const name of await list(layout.uploads)) {
    const path = join(layout.uploads, name);
    const writtenAt = (await unlessMissing(stat(path)))?.mtimeMs;
    if (writtenAt !== undefined && writtenAt < before) await rm(path, { force: true });
  }
}

async function list(dir: string): Promise<string[]> {
  return readdir(dir).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
}
