/** The way to a page, as breadcrumbs. */
import { hrefOf } from '../../domain/address.js';
import { type ByteText, textOf } from '../../domain/byte-text.js';
import type { RepositoryName } from '../../domain/names.js';
import { HOME } from '../links.js';
import { legible } from './visible.js';

interface Crumb {
  readonly text: string;
  readonly href?: string;
}

/** To a package's page, which may be followed by others. */
export function toPackage(repository: RepositoryName): Crumb[] {
  const { owner, dirname } = repository;
  return [...toDirname(owner, dirname), { text: repository.package, href: hrefOf({ page: 'package', repository }) }];
}

/** To the packages of a dirname. */
export function toDirname(owner: string, dirname: string): Crumb[] {
  return [...toOwner(owner), { text: dirname, href: hrefOf({ page: 'packages', owner, dirname }) }];
}

/** To the dirnames of an owner. */
export function toOwner(owner: string): Crumb[] {
  return [
    { text: 'Sources', href: HOME },
    { text: owner, href: hrefOf({ page: 'owner', owner }) },
  ];
}

/** To a path of a commit; `shown`: the commit as people call it. */
export function toPath(repository: RepositoryName, ref: string, shown: string, path: readonly ByteText[]): Crumb[] {
  const directories = [[], ...path.map((_step, at) => path.slice(0, at + 1))];
  const inside = directories.map((steps) => ({
    text: steps.length === 0 ? shown : legible(textOf(steps.at(-1) ?? '')),
    href: hrefOf({ page: 'tree', repository, ref, path: steps }),
  }));
  return [...toPackage(repository), ...inside];
}

/** The last one is the page itself, and leads nowhere. */
export function here(crumbs: readonly Crumb[]): Crumb[] {
  return crumbs.map(({ text, href }, at) =>
    at === crumbs.length - 1 || href === undefined ? { text } : { text, href },
  );
}
