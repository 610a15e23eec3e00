/** Finds the commit that is wanted in a clone, fetching it where the clone is too shallow, and checks it out. */
import { failed } from '../ended.js';
import { DEPTH, type Clone } from './clone.js';
import { mustSucceed } from './tools.js';

/** What is wanted of a clone. */
export interface Wanted {
  /** A branch, a tag, a commit or a full name of a ref; empty: what the repository itself says. */
  readonly committish: string;
  /** The commit that the committish is known to be, or undefined. */
  readonly commit: string | undefined;
}

/** Checks out and answers the commit. A branch becomes a branch of the same name, as `git checkout` would have it. */
export async function checkOut(clone: Clone, order: Wanted): Promise<string> {
  const { committish } = order;
  if (!isCommittish(committish))
    throw failed(`${JSON.stringify(committish)} is not the name of a branch, tag or commit`);
  const commit = await commitOf(clone, order);
  const isBranch = committish !== '' && (await find(clone, `refs/remotes/origin/${committish}`)) !== undefined;
  const how = isBranch ? ['-B', committish] : ['--detach'];
  mustSucceed('git', await clone.git('checkout', '--quiet', '--force', ...how, commit, '--'), clone.explain);
  const submodules = ['submodule', 'update', '--init', '--recursive', '--progress', '--depth', String(DEPTH)];
  mustSucceed('git', await clone.git(...submodules), clone.explain);
  return commit;
}

// A dash would be an option; git itself allows no control characters, spaces or any of ~^:?*[\ in names.
function isCommittish(text: string): boolean {
  return text === '' || /^(?!-)[^\s\p{Cc}~^:?*[\\]{1,250}$/u.test(text);
}

async function commitOf(clone: Clone, { committish, commit }: Wanted): Promise<string> {
  if (commit !== undefined) {
    const found = await findDeep(clone, commit, [commit]);
    if (found === undefined) throw failed(`commit ${commit} is not in the repository any more`);
    return found;
  }
  if (committish === '') return (await find(clone, 'HEAD')) ?? emptyRepository();
  const found = await findDeep(clone, committish, namesOf(committish));
  if (found === undefined) throw failed(`the repository has no branch, tag or commit ${committish}`);
  return found;
}

function emptyRepository(): never {
  throw failed('the repository is empty');
}

/** As git looks names up, but a branch of the repository goes before a tag, as in `git checkout`. */
function namesOf(committish: string): string[] {
  if (committish.startsWith('refs/')) return [committish];
  return [`refs/remotes/origin/${committish}`, `refs/tags/${committish}`, committish];
}

/** Looks in what was cloned, then asks for just this, then for the whole history. */
async function findDeep(clone: Clone, name: string, names: readonly string[]): Promise<string | undefined> {
  const here = await findFirst(clone, names);
  if (here !== undefined) return here;
  const fetched = await clone.git('fetch', '--quiet', '--depth', String(DEPTH), 'origin', name);
  if (fetched.code === 0) return find(clone, 'FETCH_HEAD');
  await clone.git('fetch', '--quiet', '--unshallow', 'origin');
  return findFirst(clone, names);
}

async function findFirst(clone: Clone, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const found = await find(clone, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function find(clone: Clone, name: string): Promise<string | undefined> {
  const { code, lines } = await clone.git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  return code === 0 ? lines.find((line) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(line)) : undefined;
}
