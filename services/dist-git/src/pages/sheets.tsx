/** Which page an address means, what it depends on, and how it is drawn. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { createHash } from 'node:crypto';
import type { VNode } from 'preact';
import { type Address, isCommit } from '../domain/address.js';
import { readCommit } from '../git/browse/commit.js';
import { readDiff } from '../git/browse/diff.js';
import { type Branch, isRepository, listBranches, resolveRef } from '../git/browse/refs.js';
import { BranchesPage, type BranchTip } from './branches.js';
import { CommitPage } from './commit.js';
import { FilePage } from './file.js';
import { LogPage } from './log.js';
import { PackagePage } from './package.js';
import { TreePage } from './tree.js';
import { fileView } from './views/file-view.js';
import { historyView, placeOf } from './views/history-view.js';
import type { Look } from './views/look.js';
import { packageView } from './views/package-view.js';
import { treeView } from './views/tree-view.js';

/** A page before it is drawn. */
export interface Sheet {
  /** What it shows: it is the same page as long as this is the same. */
  readonly version: string;
  /** Whether it can never change. */
  readonly lasting: boolean;
  /** Undefined: there is no such page after all. */
  draw(): Promise<VNode | undefined>;
}

/** An address of a repository's page that is a document. */
export type PageAddress = Exclude<Extract<Address, { repository: unknown }>, { page: 'raw' }>;

/** Options of the query; empty when not given. */
export type Option = (name: 'page' | 'after') => string;

/** More branches than anybody reads on a page. */
const MAX_BRANCHES = 500;

/** Undefined: there is no such repository, or nothing of that name in it. */
export async function sheetOf(look: Look, address: PageAddress, option: Option): Promise<Sheet | undefined> {
  switch (address.page) {
    case 'package':
      return ofBranches(look, async (branches) => {
        const view = await packageView(look, branches);
        return <PackagePage name={look.name} branches={branches} view={view} />;
      });
    case 'branches':
      return ofBranches(look, async (branches) => (
        <BranchesPage name={look.name} tips={await tipsOf(look, branches)} />
      ));
    case 'commit':
      return ofRef(look, address.commit, (hash) => drawCommit(look, hash));
    case 'log':
      return ofRef(look, address.ref, (hash) => drawLog(look, address.ref, hash, option('after')));
    default:
      return ofRef(look, address.ref, (hash) => drawPath(look, address, hash, option('page')));
  }
}

async function ofRef(
  { reading }: Look,
  ref: string,
  draw: (hash: string) => Promise<VNode | undefined>,
): Promise<Sheet | undefined> {
  const hash = await resolveRef(reading.repository, ref);
  return hash === undefined ? undefined : { version: hash, lasting: isCommit(ref), draw: () => draw(hash) };
}

async function ofBranches(
  { reading }: Look,
  draw: (branches: readonly Branch[]) => Promise<VNode | undefined>,
): Promise<Sheet | undefined> {
  if (!(await isRepository(reading.repository))) return undefined;
  const branches = await listBranches(reading, MAX_BRANCHES);
  const version = createHash('sha256').update(JSON.stringify(branches)).digest('hex');
  return { version, lasting: false, draw: () => draw(branches) };
}

async function tipsOf({ objects }: Look, branches: readonly Branch[]): Promise<BranchTip[]> {
  const tips: BranchTip[] = [];
  for (const branch of branches) {
    const commit = await readCommit(objects, branch.hash);
    if (commit) tips.push({ ...branch, commit });
  }
  return tips;
}

async function drawCommit({ name, reading, objects }: Look, hash: string): Promise<VNode | undefined> {
  const commit = await readCommit(objects, hash);
  if (!commit) return undefined;
  const diff = await readDiff(reading, commit.hash, commit.parents[0]);
  return <CommitPage name={name} commit={commit} diff={diff} />;
}

async function drawLog(look: Look, ref: string, hash: string, after: string): Promise<VNode | undefined> {
  const place = after === '' ? { from: hash, skip: 0 } : placeOf(after);
  const view = place && (await historyView(look, place));
  return view && <LogPage name={look.name} reference={ref} view={view} />;
}

async function drawPath(
  look: Look,
  { page, ref, path }: Extract<PageAddress, { page: 'tree' | 'file' }>,
  hash: string,
  nth: string,
): Promise<VNode | undefined> {
  const { name } = look;
  if (page === 'file') {
    const view = await fileView(look, hash, path);
    return view && <FilePage name={name} reference={ref} path={path} view={view} />;
  }
  const number = nth === '' ? 1 : Number(/^[1-9][0-9]{0,5}$/.exec(nth)?.[0] ?? NaN);
  const view = Number.isNaN(number) ? undefined : await treeView(look, hash, path, number);
  return view && <TreePage name={name} reference={ref} path={path} view={view} />;
}
