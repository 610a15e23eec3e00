/**
 * The switch from one revision of metadata to the next: `repodata` is a link, and one rename points it elsewhere.
 *
 *   repodata -> .repodata-8-1f3a      repomd.xml, its signature, the files it names, and those of revisions
 *   .repodata-7-90bc                  that were live a moment ago: a client may hold an old repomd.xml
 */
import { randomUUID } from 'node:crypto';
import { link, lstat, readdir, readlink, rename, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, syncFile, unlessMissing } from '@kopr/shared/files';
import { filesOf } from '../domain/repomd.js';

/** `graceMs`: how long a client may go on with a repomd.xml that is no longer the live one. */
export interface SwitchOptions {
  readonly revision: number;
  readonly graceMs: number;
  /** Asked right before the switch; throws when this turn may no longer change anything. */
  readonly stillOurs: () => Promise<void>;
}

const LINK = 'repodata';
const PREFIX = '.repodata-';
/** A repository that changes each second must not carry thousands of files along. */
const MAX_KEPT = 60;

/** Makes `<staging>/repodata` (complete and signed) the metadata of `target`. */
export async function switchMetadata(staging: string, target: string, options: SwitchOptions): Promise<void> {
  const staged = join(staging, LINK);
  await syncAll(staged);
  const kept = await dropExpired(target, options.graceMs);
  for (const revision of kept) await carryFiles(join(target, revision), staged);
  const name = `${PREFIX}${options.revision}-${randomUUID().slice(0, 8)}`;
  const before = await unlessMissing(readlink(join(target, LINK)));
  await options.stillOurs();
  await rename(staged, join(target, name));
  await pointTo(target, name);
  // From now on the old one's age counts.
  if (before !== undefined) await unlessMissing(utimes(join(target, before), new Date(), new Date()));
}

async function pointTo(target: string, name: string): Promise<void> {
  const fresh = join(target, `${PREFIX}link-${randomUUID().slice(0, 8)}`);
  await symlink(name, fresh);
  await rename(fresh, join(target, LINK));
  await syncFile(target);
}

/** Removes revisions that nobody reads any more; names those that somebody may, the live one among them. */
async function dropExpired(target: string, graceMs: number): Promise<string[]> {
  const live = await unlessMissing(readlink(join(target, LINK)));
  const all = (await readdir(target)).filter((name) => name.startsWith(PREFIX));
  const aged = await Promise.all(all.map(async (name) => ({ name, at: (await lstat(join(target, name))).mtimeMs })));
  aged.sort((a, b) => b.at - a.at);
  const kept: string[] = [];
  for (const [at, { name, at: since }] of aged.entries()) {
    if (name === live || (Date.now() - since < graceMs && at < MAX_KEPT)) kept.push(name);
    else await rm(join(target, name), { recursive: true, force: true });
  }
  return kept;
}

/** Links a revision's own files into the next. Their names are digests: the same name is the same file. */
async function carryFiles(from: string, to: string): Promise<void> {
  for (const name of filesOf((await readIfThere(join(from, 'repomd.xml'))) ?? '')) {
    try {
      await link(join(from, name), join(to, name));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOENT')))
        throw error;
    }
  }
}

async function syncAll(dir: string): Promise<void> {
  await Promise.all((await readdir(dir)).map((name) => syncFile(join(dir, name))));
  await syncFile(dir);
}
