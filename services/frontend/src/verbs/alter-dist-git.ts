/** Adds a dist-git that builds may come from, or changes what is given of one. */
import type { Deps } from '../deps.js';
import { usualArchiveUri, whyNotArchiveUri } from '../domain/dist-git.js';
import { refuse, required } from '../domain/refusal.js';
import { distGits, saveDistGit, type DistGitRow } from '../store/dist-gits.js';

/** What may be set; what is left out keeps its value. */
export type DistGitWish = { readonly name: string } & Partial<Omit<DistGitRow, 'id' | 'name'>>;

/** The instance's dist-gits afterwards, the default first. */
export async function alterDistGit({ db }: Deps, wish: DistGitWish): Promise<DistGitRow[]> {
  const tx = db.manager;
  const known = (await distGits(tx)).find(({ name }) => name === wish.name);
  const row = { ...known, ...wish };
  const cloneUrl = required(row.cloneUrl, 'invalid', 'A new dist-git needs the beginning of its clone URLs.');
  const { name, clonePackageUri = '{namespace}/rpms/{pkgname}', defaultNamespace = '', priority = 50 } = row;
  if (!/^[\w.-]{1,50}$/.test(name))
    refuse('invalid', `'${name}' is not a name: letters, digits, '_', '-' and '.' only`);
  if (!/^(https?|git):\/\/[^\s/]/.test(cloneUrl)) refuse('invalid', `'${cloneUrl}' is no http(s) or git address`);
  if (!clonePackageUri.includes('{pkgname}')) refuse('invalid', 'The path of packages must contain {pkgname}.');
  const trimmed = cloneUrl.replace(/\/+$/, '');
  const archiveUri = archiveUriOf(wish.archiveUri, known, trimmed);
  await saveDistGit(tx, { name, cloneUrl: trimmed, clonePackageUri, defaultNamespace, archiveUri, priority });
  return distGits(tx);
}

/** An empty one is none; of a new dist-git of which none is said, that of a well-known one is taken. */
function archiveUriOf(
  wished: string | null | undefined,
  known: DistGitRow | undefined,
  cloneUrl: string,
): string | null {
  if (wished === undefined) return known ? known.archiveUri : usualArchiveUri(cloneUrl);
  if (wished === null || wished === '') return null;
  const wrong = whyNotArchiveUri(wished);
  return wrong === undefined ? wished : refuse('invalid', wrong);
}
