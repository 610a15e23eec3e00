/**
 * Copies one package's repository and archives into the project that was forked into. Prepared out of sight, then put
 * in place under the lock of that project's directory: no import of the package and no deletion of the project comes
 * in between, and a process that dies leaves either nothing or the whole. Every step may be repeated.
 */
import { join } from 'node:path';
import { transact, type Tx } from '@kopr/shared/outbox';
import { type RepositoryName, repositoryName, repositoryPath } from '../domain/names.js';
import { addBranches, copyRepository, headsOf } from '../git/copy-repository.js';
import { moveIn } from '../git/repository.js';
import { type Archive, archivesOf, shareArchive } from '../sources/lookaside.js';
import { projectOf } from '../store/dirnames.js';
import { type Fork, isAwaited } from '../store/forks.js';
import { isHeld } from '../store/pushes.js';
import { isBuried } from '../store/tombstones.js';
import { ownDirname } from './enter-repository.js';
import type { Means } from './means.js';

/** What became of it. `later`: somebody else has to end first. */
export type Forked =
  | { readonly how: 'forked'; readonly branches: readonly string[]; readonly archives: number }
  | { readonly how: 'skipped' | 'later'; readonly reason: string };

/** What lies ready to be put in place. */
interface Copy {
  readonly from: RepositoryName;
  readonly to: RepositoryName;
  readonly repository: string;
  readonly heads: ReadonlyMap<string, string>;
  readonly archives: readonly Archive[];
}

const skipped = (reason: string): Forked => ({ how: 'skipped', reason });
const later = (reason: string): Forked => ({ how: 'later', reason });

/** `dir` is this claim's own, and on the same file system. */
export async function forkSources(means: Means, fork: Fork, dir: string): Promise<Forked> {
  const from = repositoryName(fork.from.owner, fork.from.dirname, fork.package);
  const to = repositoryName(fork.to.owner, fork.to.dirname, fork.package);
  if (!from || !to) return skipped('no repository can have this name');
  const obstacle = await transact(means.db, (tx) => enter(means, tx, fork, to));
  if (obstacle) return obstacle;
  const hasSource = await hasOriginal(means.db.manager, fork);
  const heads = hasSource ? await headsOf(means.layout.repository(from)) : new Map<string, string>();
  if (heads.size === 0) return nothingYet(means, fork);
  const known = await headsOf(means.layout.repository(to));
  if ([...heads.keys()].every((branch) => known.has(branch))) return skipped('every branch is there already');
  const copy = { from, to, repository: join(dir, 'repository'), heads };
  await copyRepository(means.layout.repository(from), heads, copy.repository);
  // Archives come before the commits that name them, so these are enough for those heads.
  const archives = await archivesOf(means.layout, from);
  return transact(means.db, (tx) => putInPlace(means, tx, fork, { ...copy, archives }));
}

/** Locks the directory that is forked into. Returns what stands in the way, if anything does. */
async function enter({ layout }: Means, tx: Tx, fork: Fork, to: RepositoryName): Promise<Forked | undefined> {
  if (!(await ownDirname(tx, layout, to, fork.to.projectId))) return skipped('the project was deleted');
  if (await isHeld(tx, repositoryPath(to))) return later('the package is being imported or pushed');
  return undefined;
}

/** Its name may be another project's by now, whose sources nobody asked for. */
async function hasOriginal(tx: Tx, { from }: Fork): Promise<boolean> {
  return (await projectOf(tx, from)) === from.projectId && !(await isBuried(tx, 'project', from.projectId));
}

async function nothingYet({ db }: Means, fork: Fork): Promise<Forked> {
  if (await isAwaited(db, fork)) return later('the original is a fork itself, and not copied yet');
  return skipped('the package was never imported, or the project that was forked is gone');
}

/** Asks everything once more: it took a while to prepare the copy, and now nothing can change. */
async function putInPlace(means: Means, tx: Tx, fork: Fork, copy: Copy): Promise<Forked> {
  const { from, to, heads, archives } = copy;
  const obstacle = await enter(means, tx, fork, to);
  if (obstacle) return obstacle;
  if (!(await hasOriginal(tx, fork))) return skipped('the project that was forked is gone');
  for (const archive of archives) await shareArchive(means.layout, archive, from, to);
  const repository = means.layout.repository(to);
  if (await moveIn(copy.repository, repository)) return forked([...heads.keys()], archives);
  const known = await headsOf(repository);
  const branches = [...heads.keys()].filter((branch) => !known.has(branch));
  if (branches.length > 0) await addBranches(repository, copy.repository, branches);
  return forked(branches, archives);
}

function forked(branches: readonly string[], archives: readonly Archive[]): Forked {
  return { how: 'forked', branches, archives: archives.length };
}
