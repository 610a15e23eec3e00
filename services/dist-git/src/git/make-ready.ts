/**
 * Makes a repository ready for an import or a push: without what dead processes left, and in few packs, so that it is quick to
 * clone. Only for whoever holds the repository: then everything here that looks unfinished belongs to nobody.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from '@kopr/shared/files';
import { boundedGit } from './bounded.js';
import { endGroup } from './end-group.js';
import { gitEnvironment } from './environment.js';

/** git's own limit for automatic repacking. */
const MAX_PACKS = 50;
/** Lies in a repository that holds objects which nothing leads to any more, until gc has removed them. */
const UNPRUNED = 'unpruned';
/** What could not be packed is not tried at each import: this file tells when it was tried. */
const FAILED = 'repack-failed';
const AGAIN_AFTER_MS = 86_400_000;
/** What strangers pushed and imported is packed within a time, and in more memory than a clone of it may have: without it, clones get slow. */
const MAX_MEMORY_BYTES = 2 * 1024 * 1024 * 1024;
const MAX_MS = 600_000;
/** Where git leaves what, when it is killed or finds the disk full. A `.keep` would keep a pack for ever. */
const LEFTOVERS: readonly (readonly [string, RegExp])[] = [
  ['', /^fast_import_crash_|\.lock$/],
  ['objects/pack', /^(\.?tmp[_-])|\.keep$/],
  ['objects', /^tmp_objdir-/],
];
/** Branches that people push may lie deeper. */
const REFS = 'refs';

/** May be repeated; a repository that is not there is ready. Safe beside readers. */
export async function makeReady(repository: string): Promise<void> {
  await removeLeftovers(repository);
  await repack(repository);
}

/** Only the first half: after git has failed, so that what it left does not fill the disk until somebody comes again. */
export async function removeLeftovers(repository: string): Promise<void> {
  for (const [dir, pattern] of LEFTOVERS) {
    for (const name of await list(join(repository, dir))) {
      if (pattern.test(name)) await rm(join(repository, dir, name), { recursive: true, force: true });
    }
  }
  for (const name of (await unlessMissing(readdir(join(repository, REFS), { recursive: true }))) ?? []) {
    if (name.endsWith('.lock')) await rm(join(repository, REFS, name), { force: true });
  }
}

/** Imports and pushes add packs; now and then all become one. That it failed can wait for the next. */
async function repack(repository: string): Promise<void> {
  const files = await list(join(repository, 'objects', 'pack'));
  if (files.filter((file) => file.endsWith('.pack')).length >= MAX_PACKS) await collect(repository);
}

/** Says that something will be there which nothing leads to. May be repeated. */
export async function noteUnpruned(repository: string): Promise<void> {
  await writeFile(join(repository, UNPRUNED), '');
}

/** Since when that has been said, in ms; undefined when it was not. */
export async function unprunedSince(repository: string): Promise<number | undefined> {
  return (await unlessMissing(stat(join(repository, UNPRUNED))))?.mtimeMs;
}

/** Removes for good what nothing leads to, if that was said. Nobody else changes the repository or copies it. That it failed can wait. */
export async function prune(repository: string): Promise<void> {
  if (await collect(repository, '--prune=now')) await rm(join(repository, UNPRUNED), { force: true });
}

/** Whether gc came to its end. */
async function collect(repository: string, ...more: string[]): Promise<boolean> {
  if (await failedLately(repository)) return false;
  const [command, args] = boundedGit([`--git-dir=${repository}`, 'gc', '--quiet', ...more], MAX_MEMORY_BYTES);
  // A group of its own: git gc is many programs.
  const child = spawn(command, args, { env: gitEnvironment(), stdio: 'ignore', detached: true });
  const late = setTimeout(() => endGroup(child), MAX_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(late);
  if (code === 0) return true;
  await removeLeftovers(repository);
  await writeFile(join(repository, FAILED), '');
  return false;
}

async function failedLately(repository: string): Promise<boolean> {
  const found = await unlessMissing(stat(join(repository, FAILED)));
  return found !== undefined && Date.now() - found.mtimeMs < AGAIN_AFTER_MS;
}

async function list(dir: string): Promise<string[]> {
  return (await unlessMissing(readdir(dir))) ?? [];
}
