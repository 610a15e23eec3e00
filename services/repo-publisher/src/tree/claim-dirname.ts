/**
 * Who a folder `<owner>/<dirname>` belongs to. Names come back after a delete, ids never do, so a mark in the folder
 * says whose it is: what a deleted project left behind is not mixed with what a new one of the same name publishes.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KoprError } from '@kopr/shared/errors';
import { ensureDir, readIfThere, unlessMissing, writeAtomically } from './files.js';
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

/** Takes all of a deleted project's folders out of sight, also those that hold nothing but logs. */
export async function abandonDirnames(tree: Tree, projectId: number, owner: string, name: string): Promise<void> {
  const all = (await unlessMissing(readdir(join(tree.results, owner)))) ?? [];
  for (const dirname of all.filter((found) => found === name || found.startsWith(`${name}:`))) {
    const dir = dirnameDir(tree, { owner, dirname });
    const holder = await holderOf(dir);
    if (holder === undefined || holder === projectId) await throwAway(tree, dir);
  }
}

async function holderOf(dir: string): Promise<number | undefined> {
  const mark = await readIfThere(join(dir, MARK));
  return mark === undefined ? undefined : Number(mark);
}
