/** Decides how each branch comes to the imported tree. */

/** Where a branch stands now. */
export interface Head {
  readonly commit: string;
  readonly tree: string;
}

/** What happens to one branch; carried out in this order. `at` is a commit, or the number of an earlier step of kind `commit`. */
export type Step =
  | { readonly kind: 'keep'; readonly branch: string; readonly commit: string }
  | { readonly kind: 'commit'; readonly branch: string; readonly parent: string | null }
  | { readonly kind: 'point'; readonly branch: string; readonly at: string | number };

/**
 * Branches that have the tree keep their commit, so that an import may be repeated. Branches that stood at the same
 * commit go on together; one that stood elsewhere gets the same tree on top of its own history; a new branch joins.
 */
export function planBranches(branches: readonly string[], heads: ReadonlyMap<string, Head>, tree: string): Step[] {
  const steps: Step[] = [];
  const madeOn = new Map<string | null, number>();
  let anchor: string | number | undefined;
  const commitOn = (branch: string, parent: string | null): void => {
    const made = madeOn.get(parent);
    if (made !== undefined) {
      steps.push({ kind: 'point', branch, at: made });
      return;
    }
    madeOn.set(parent, steps.length);
    anchor ??= steps.length;
    steps.push({ kind: 'commit', branch, parent });
  };
  const names = [...new Set(branches)];
  for (const branch of names) {
    const head = heads.get(branch);
    if (!head) continue;
    if (head.tree !== tree) commitOn(branch, head.commit);
    else {
      anchor ??= head.commit;
      steps.push({ kind: 'keep', branch, commit: head.commit });
    }
  }
  for (const branch of names.filter((name) => !heads.has(name))) {
    if (anchor === undefined) commitOn(branch, null);
    else steps.push({ kind: 'point', branch, at: anchor });
  }
  return steps;
}
