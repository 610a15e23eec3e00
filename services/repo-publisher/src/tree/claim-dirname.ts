/**
 * Who a folder `<owner>/<dirname>` belongs to. Names come back after a delete, ids never do, so a mark in the folder
 * says whose it is: what a deleted project left behind is not mixed with what a new one of the same name publishes.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KoprError } from '@kopr/shared/errors';
import { ensureDir, readIfThere, unlessMissing, writeAtomically } from '@kopr/shared/files';
import { buildOfLeaf } from '../domain/result-path.js';
import { dirnameDir, type RepositoryPlace, type Tree } from './layout.js';
import { throwAway } from './trash.js';

const MARK = '.project';
const PUBLIC_KEY = 'pubkey.gpg';
type Dirname = Pick<RepositoryPlace, 'owner' | 'dirname'>;

/** Makes the folder the project's own, with its public key. Throws KoprError `refused` when a newer project has it. */
export async function claimDirname(tree: Tree, projectId: number, dirname: Dirname, publicKey: string): Promise<void> {
  const dir = dirnameDir(tree, dirname);
  const holder = await holderOf(dir);
  if (holder === projectId && (await readIfThere(join(dir, PUBLIC_KEY))) === publicKey) return;
  if (holder !== undefined && holder > projectId) {
    throw new KoprError('refused', `${dirname.owner}/${dirname.dirname} belongs to a newer project`, {
      projectId,
      holder,
    });
  }
  if (holder !== undefined && holder < projectId) await throwAway(tree, dir);
  await ensureDir(dir);
  await writeAtomically(join(dir, PUBLIC_KEY), publicKey);
  await writeAtomically(join(dir, MARK), `${projectId}\n`);
}

/** A project that was deleted. `newestBuild`: the highest number of a build that is known to be its own. */
export interface DeletedProject {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly newestBuild: number;
}

/** Takes a deleted project's folders out of sight; of those that nobody marked, only what is surely not a namesake's. */
export async function abandonDirnames(tree: Tree, { id, owner, name, newestBuild }: DeletedProject): Promise<void> {
  for (const dirname of await namesIn(join(tree.results, owner))) {
    if (dirname !== name && !dirname.startsWith(`${name}:`)) continue;
    await abandonDirname(tree, { id, owner, newestBuild }, dirname);
  }
}

/** Takes one folder out of sight if it is the project's. */
export async function abandonDirname(
  tree: Tree,
  { id, owner, newestBuild }: Omit<DeletedProject, 'name'>,
  dirname: string,
): Promise<void> {
  const dir = dirnameDir(tree, { owner, dirname });
  const holder = await holderOf(dir);
  if (holder === id) await throwAway(tree, dir);
  if (holder === undefined) await abandonBuilds(tree, dir, newestBuild);
}

/** Whether the folder is this project's. */
export async function isHolder(tree: Tree, projectId: number, dirname: Dirname): Promise<boolean> {
  return (await holderOf(dirnameDir(tree, dirname))) === projectId;
}

/**
 * Logs come before any order, with a path and no project. Numbers of builds only rise and a name is free only after the
 * delete, so a build up to `newest` cannot be of a later project of that name; of a higher one nobody can tell.
 */
async function abandonBuilds(tree: Tree, dir: string, newest: number): Promise<void> {
  for (const chroot of await namesIn(dir)) {
    for (const leaf of await namesIn(join(dir, chroot))) {
      const build = buildOfLeaf(leaf);
      if (build !== undefined && build <= newest) await throwAway(tree, join(dir, chroot, leaf));
    }
  }
}

async function namesIn(dir: string): Promise<string[]> {
  return (await unlessMissing(readdir(dir))) ?? [];
}

async function holderOf(dir: string): Promise<number | undefined> {
  const mark = await readIfThere(join(dir, MARK));
  return mark === undefined ? undefined : Number(mark);
}
