/** What a push changed, seen from the refs before it and after it. */
import { branchOf } from './refuse-commands.js';

/** Refs and the objects that they point at. */
export type Refs = ReadonlyMap<string, string>;

/** A branch that was made or moved. */
export interface Moved {
  readonly branch: string;
  readonly before: string | null;
  readonly commit: string;
}

/** Branches that stand elsewhere now, by name. A branch that went is no news: nothing can be built of it. */
export function movedBranches(before: Refs, after: Refs): Moved[] {
  return [...after].flatMap(([ref, commit]) => {
    const branch = branchOf(ref);
    const was = before.get(ref) ?? null;
    return branch === undefined || was === commit ? [] : [{ branch, before: was, commit }];
  });
}

/** Objects that a ref left behind, each with what it points at now, if anything. */
export function leftBehind(before: Refs, after: Refs): { readonly object: string; readonly now: string | null }[] {
  return [...before].flatMap(([ref, object]) => {
    const now = after.get(ref) ?? null;
    return now === object ? [] : [{ object, now }];
  });
}
