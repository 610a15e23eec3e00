/** The repositories that a task's build root gets: the project's own first, then those that it names. */
import type { RepoEntry } from '@kopr/proto';
import { parseChrootName } from '@kopr/shared/domain';

/** Where the project's repositories are, and what it adds to them. */
export interface RepoInput {
  /** Address of the results tree. */
  readonly results: string;
  readonly owner: string;
  readonly name: string;
  readonly dirname: string;
  readonly chroot: string;
  readonly develMode: boolean;
  readonly priority: number | null;
  readonly moduleHotfixes: boolean;
  /** As people wrote them: `http…`, `copr://owner/project`, with `$chroot`, `$distname`, `?priority=`. */
  readonly urls: readonly string[];
}

/**
 * Copr's entries, null-valued keys left out except a priority of the project's own repositories. dnf refuses a name that
 * comes twice, so of a repository that project and chroot both have, the project's counts.
 */
export function repoEntries(input: RepoInput): RepoEntry[] {
  const entries = [...ownEntries(input), ...input.urls.map((url) => namedEntry(url, input))];
  return entries.filter(({ id }, i) => entries.findIndex((other) => other.id === id) === i);
}

/** Ids of the entries at addresses that the operator names: by address, since a user's entry may have the id of an operator's. */
export function trustedRepos(
  entries: readonly RepoEntry[],
  operatorUrls: readonly string[],
  place: Pick<RepoInput, 'results' | 'chroot'>,
): string[] {
  const addresses = new Set(operatorUrls.map((url) => namedEntry(url, place).baseurl));
  return entries.filter(({ baseurl }) => addresses.has(baseurl)).map(({ id }) => id);
}

function ownEntries({
  results,
  owner,
  name,
  dirname,
  chroot,
  develMode,
  priority,
  moduleHotfixes,
}: RepoInput): RepoEntry[] {
  const own = (id: string, title: string, path: string, hotfixes = moduleHotfixes): RepoEntry => ({
    id,
    name: title,
    baseurl: `${results}/${owner}/${path}/`,
    // 99 is dnf's default, so it says nothing.
    priority: priority === 99 ? null : priority,
    ...(hotfixes ? { module_hotfixes: true } : {}),
    repo_gpgcheck: false,
  });
  const entries = [own('copr_base', 'Copr repository', `${name}/${chroot}`)];
  if (develMode) entries.push(own('copr_base_devel', 'Copr buildroot', `${name}/${chroot}/devel`, false));
  if (dirname !== name) entries.push(own('copr_coprdir', 'Coprdir repository', `${dirname}/${chroot}`));
  return entries;
}

function namedEntry(url: string, { results, chroot }: Pick<RepoInput, 'results' | 'chroot'>): RepoEntry {
  const id = repoIdOf(url);
  const { address, priority } = splitPriority(url);
  const internal = address.startsWith('copr://');
  const baseurl = internal ? `${results}/${address.slice('copr://'.length)}/${chroot}/` : filledIn(address, chroot);
  return {
    id,
    name: `Additional repo ${id}`,
    baseurl,
    ...(priority === null ? {} : { priority }),
    ...(internal ? { repo_gpgcheck: false } : {}),
  };
}

/** An id made of what is left of a URL when runs of other characters become `_`. */
export function repoIdOf(url: string): string {
  return url.replace(/[^a-zA-Z0-9]+/g, '_').replace(/^_+|_+$/g, '');
}

/** The URL without its `priority` option, and that option. */
export function splitPriority(url: string): { address: string; priority: number | null } {
  const [address = url, query = ''] = url.split('?', 2);
  const options = new URLSearchParams(query);
  const priority = /^\d+$/.test(options.get('priority') ?? '') ? Number(options.get('priority')) : null;
  options.delete('priority');
  const rest = options.toString();
  return { address: rest === '' ? address : `${address}?${rest}`, priority };
}

/** `$chroot` and `$distname` put in; dnf's own variables stay. */
export function filledIn(url: string, chroot: string): string {
  const os = parseChrootName(chroot)?.os ?? chroot;
  return url.replaceAll('$chroot', chroot).replaceAll('$distname', os);
}
