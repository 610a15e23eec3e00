/** One directory of a commit, a page of it at a time. */
import type { ByteText } from '../../domain/byte-text.js';
import { readCommit } from '../../git/browse/commit.js';
import type { Objects } from '../../git/browse/objects.js';
import { type Entry, findEntry, readTree } from '../../git/browse/tree.js';
import { isReadme, isSpec } from '../file-names.js';
import type { Look } from './look.js';

/** An entry, and how large its content is. */
export interface ListedEntry extends Entry {
  readonly size: number | undefined;
}

export interface TreeView {
  readonly entries: readonly ListedEntry[];
  /** From 1; the entries are those of this page. */
  readonly page: number;
  readonly pages: number;
  readonly count: number;
}

/** More would make a page of megabytes. */
const PAGE_LENGTH = 500;

/** Undefined: there is no such directory, or no such page of it. */
export async function treeView(
  { objects }: Look,
  hash: string,
  path: readonly ByteText[],
  page: number,
): Promise<TreeView | undefined> {
  const commit = await readCommit(objects, hash);
  const found = commit && (await findEntry(objects, commit.tree, path));
  const entries = found && (await readTree(objects, found.hash));
  return entries && listed(objects, entries, page);
}

/** A page of what was read. */
export async function listed(objects: Objects, entries: readonly Entry[], page: number): Promise<TreeView | undefined> {
  const pages = Math.max(1, Math.ceil(entries.length / PAGE_LENGTH));
  if (page > pages) return undefined;
  const shown = [...entries].sort(byPlace).slice((page - 1) * PAGE_LENGTH, page * PAGE_LENGTH);
  const facts = await objects.look(shown.map(({ hash }) => hash));
  return {
    entries: shown.map((entry, at) => ({ ...entry, size: facts[at]?.size })),
    page,
    pages,
    count: entries.length,
  };
}

/** What people come for, then directories, then the rest as git has it. */
function byPlace(a: Entry, b: Entry): number {
  return placeOf(a) - placeOf(b);
}

function placeOf({ name, kind }: Entry): number {
  if (kind === 'directory') return 2;
  if (isReadme(name)) return 0;
  return isSpec(name) ? 1 : 3;
}
