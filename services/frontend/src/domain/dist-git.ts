/** Dist-gits of distributions: where a package's repository is, by the instance's template. */

/** One dist-git that builds may come from. */
export interface DistGit {
  readonly name: string;
  /** The beginning of all its clone URLs, without a slash at its end. */
  readonly cloneUrl: string;
  /** The rest, such as `{namespace}/rpms/{pkgname}`. */
  readonly clonePackageUri: string;
  /** For packages without one; null when a namespace must be named. */
  readonly defaultNamespace: string | null;
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
