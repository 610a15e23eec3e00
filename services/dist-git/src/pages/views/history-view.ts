/** What led to a commit, a page at a time. */
import { isCommit } from '../../domain/address.js';
import { type Commit, listHistory, readCommits } from '../../git/browse/commit.js';
import type { Look } from './look.js';

/** Where a page of the history begins: after so many commits of what led to `from`. */
export interface Place {
  readonly from: string;
  readonly skip: number;
}

export interface HistoryView {
  readonly commits: readonly Commit[];
  /** Where the next page begins, if there is one. */
  readonly next: Place | undefined;
}

const PAGE_LENGTH = 50;
/** Whoever goes farther has a clone. */
const MAX_SKIP = 100_000;

/** Undefined: there is no such commit. */
export async function historyView({ reading, objects }: Look, { from, skip }: Place): Promise<HistoryView | undefined> {
  const hashes = await listHistory(reading, from, skip, PAGE_LENGTH + 1);
  if (hashes.length === 0) return undefined;
  const commits = await readCommits(objects, hashes.slice(0, PAGE_LENGTH));
  const more = hashes.length > PAGE_LENGTH && skip + PAGE_LENGTH <= MAX_SKIP;
  return { commits, next: more ? { from, skip: skip + PAGE_LENGTH } : undefined };
}

/** As the option `after` has it: the same page, though the branch went on. Undefined when it is none. */
export function placeOf(after: string): Place | undefined {
  const [, from = '', skip] = /^([0-9a-f]+)-([1-9][0-9]{0,5})$/.exec(after) ?? [];
  return isCommit(from) && Number(skip) <= MAX_SKIP ? { from, skip: Number(skip) } : undefined;
}

/** The option for a place. */
export function afterOf({ from, skip }: Place): string {
  return `${from}-${skip}`;
}
