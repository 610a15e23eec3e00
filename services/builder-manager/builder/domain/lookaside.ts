/** Where the archives of a distribution's package lie, from where it was cloned. */
import type { SourceDefinition } from '@kopr/proto';
import type { NamedArchive } from './sources-file.js';

type Lookaside = SourceDefinition['kopr']['lookasides'][number];

/** A package of a dist-git. */
export interface Place {
  readonly lookaside: Lookaside;
  /** What stands between the address of the dist-git and the package; may hold slashes, or be empty. */
  readonly namespace: string;
  readonly pkgname: string;
}

/** The place of the clone; undefined when no lookaside is known for it. The longest beginning wins. */
export function placeOf(cloneUrl: string, lookasides: readonly Lookaside[]): Place | undefined {
  const clone = cloneUrl.replace(/\/+$/, '').replace(/\.git$/, '');
  const [lookaside] = lookasides
    .filter(({ cloneUrl: begin }) => clone.startsWith(`${begin.replace(/\/+$/, '')}/`))
    .sort((one, other) => other.cloneUrl.length - one.cloneUrl.length);
  if (!lookaside) return undefined;
  const path = clone.slice(lookaside.cloneUrl.replace(/\/+$/, '').length + 1).split('/');
  return { lookaside, pkgname: path.at(-1) ?? '', namespace: path.slice(0, -1).join('/') };
}

/** The address of one archive. */
export function archiveUrl(place: Place, { file, hashtype, hash }: NamedArchive): string {
  return filled(place, { filename: encodeURIComponent(file), hashtype, hash });
}

/** The address with the archive's own parts left to rpkg. */
export function rpkgArchiveUrl(place: Place): string {
  return filled(place, { filename: '%(filename)s', hashtype: '%(hashtype)s', hash: '%(hash)s' });
}

function filled({ lookaside, namespace, pkgname }: Place, own: Readonly<Record<string, string>>): string {
  const parts: Readonly<Record<string, string>> = { ...own, namespace: pathOf(namespace), pkgname: pathOf(pkgname) };
  return lookaside.archiveUri.replace(/\{(\w+)\}/g, (whole, name: string) => parts[name] ?? whole);
}

function pathOf(text: string): string {
  return text.split('/').map(encodeURIComponent).join('/');
}
