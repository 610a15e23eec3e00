/** Dist-gits of distributions: where a package's repository is, by the instance's template, and where its archives are. */
import type { Lookaside } from '@kopr/proto';

/** One dist-git that builds may come from. */
export interface DistGit {
  readonly name: string;
  /** The beginning of all its clone URLs, without a slash at its end. */
  readonly cloneUrl: string;
  /** The rest, such as `{namespace}/rpms/{pkgname}`. */
  readonly clonePackageUri: string;
  /** For packages without one; null when a namespace must be named. */
  readonly defaultNamespace: string | null;
  /**
   * Address of an archive that its repositories name, with `{pkgname}`, `{filename}`, `{hashtype}` and `{hash}`, perhaps
   * `{namespace}`; null where there is no lookaside.
   */
  readonly archiveUri: string | null;
}

/** Where well-known dist-gits keep their archives, by the beginning of their clone URLs. */
const USUAL_ARCHIVES: readonly (readonly [string, string])[] = [
  [
    'https://src.fedoraproject.org',
    'https://src.fedoraproject.org/lookaside/pkgs/rpms/{pkgname}/{filename}/{hashtype}/{hash}/{filename}',
  ],
  [
    'https://gitlab.com/redhat/centos-stream',
    'https://sources.stream.centos.org/sources/rpms/{pkgname}/{filename}/{hashtype}/{hash}/{filename}',
  ],
];

/** The lookaside of a dist-git that is known to everybody; null for others. */
export function usualArchiveUri(cloneUrl: string): string | null {
  return USUAL_ARCHIVES.find(([start]) => cloneUrl === start || cloneUrl.startsWith(`${start}/`))?.[1] ?? null;
}

/** What a builder must know of the instance; undefined where it has no lookaside. */
export function lookasideOf({ name, cloneUrl, archiveUri }: DistGit): Lookaside | undefined {
  return archiveUri === null ? undefined : { name, cloneUrl, archiveUri };
}

/** What is wrong with the address of archives; undefined when nothing is. */
export function whyNotArchiveUri(uri: string): string | undefined {
  if (!/^https?:\/\/[^\s/{}]+\/\S*$/.test(uri)) return `'${uri}' is no http(s) address.`;
  const missing = ['{filename}', '{hash}'].find((part) => !uri.includes(part));
  return missing === undefined ? undefined : `The address of archives must contain ${missing}.`;
}

/** A package's clone URL, or (in Copr's words) what is missing for one. */
export function cloneUrlOf(
  { name, cloneUrl, clonePackageUri, defaultNamespace }: DistGit,
  packageName: string,
  namespace: string | null,
): { url: string } | { missing: string } {
  const space = namespace ?? defaultNamespace;
  if (space === null && clonePackageUri.includes('{namespace}')) {
    return { missing: `DistGit '${name}' requires 'namespace' specified` };
  }
  const path = clonePackageUri.replace(/\{(pkgname|namespace)\}/g, (_all, key) =>
    key === 'pkgname' ? packageName : (space ?? ''),
  );
  const parts = path.split('/').filter((part) => !['', '.', '..'].includes(part));
  return { url: [cloneUrl, ...parts].join('/') };
}
