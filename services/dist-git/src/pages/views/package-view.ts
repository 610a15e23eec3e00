/** A package at a glance: its branches, and of the one that clones check out the files, what to read first and the newest commits. */
import { sourceLine, type SourceLine } from '../../domain/sources-file.js';
import { type Commit, listHistory, readCommit, readCommits } from '../../git/browse/commit.js';
import { type Branch, defaultBranch } from '../../git/browse/refs.js';
import { type Entry, readTree } from '../../git/browse/tree.js';
import { isReadme, isSpec } from '../file-names.js';
import { contentOf, type FileView } from './file-view.js';
import type { Look } from './look.js';
import { listed, type TreeView } from './tree-view.js';

export interface PackageView {
  readonly branch: Branch;
  readonly tree: TreeView;
  /** What to read first: the README and the spec, as far as they are there. */
  readonly first: readonly { readonly entry: Entry; readonly view: FileView }[];
  readonly archives: readonly SourceLine[];
  readonly commits: readonly Commit[];
}

const NEWEST = 6;

/** `branches`: all of them, of which there is one at least. */
export async function packageView(look: Look, branches: readonly Branch[]): Promise<PackageView | undefined> {
  const { reading, objects } = look;
  const usual = await defaultBranch(reading.repository);
  const branch = branches.find(({ name }) => name === usual) ?? branches[0];
  const commit = branch && (await readCommit(objects, branch.hash));
  const entries = commit && (await readTree(objects, commit.tree));
  const tree = entries && (await listed(objects, entries, 1));
  if (!tree) return undefined;
  const newest = await listHistory(reading, commit.hash, 0, NEWEST);
  return {
    branch,
    tree,
    first: await firstOf(look, entries),
    archives: await archivesIn(look, entries),
    commits: await readCommits(objects, newest),
  };
}

async function firstOf({ objects, name }: Look, entries: readonly Entry[]): Promise<PackageView['first']> {
  const files = entries.filter(({ kind }) => kind === 'file' || kind === 'program');
  const spec = files.find((file) => file.name === `${name.package}.spec`) ?? files.find((file) => isSpec(file.name));
  const first: { entry: Entry; view: FileView }[] = [];
  for (const entry of [files.find((file) => isReadme(file.name)), spec]) {
    const view = entry && (await contentOf(objects, entry));
    if (view) first.push({ entry, view });
  }
  return first;
}

async function archivesIn({ objects }: Look, entries: readonly Entry[]): Promise<SourceLine[]> {
  const file = entries.find(({ name, kind }) => name === 'sources' && kind === 'file');
  const view = file && (await contentOf(objects, file));
  if (view?.content.kind !== 'text') return [];
  return view.content.text.split('\n').flatMap((line) => sourceLine(line) ?? []);
}
