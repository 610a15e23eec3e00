/** How many of the orders that wait for a repository one turn takes. */

/** Removes the repository with all that is in it, so it is served alone. */
export const REMOVES = 'delete-chroots';

/** Orders before and after a removal must not be mixed: what comes after it starts from nothing. */
export function nextTurn<T extends { readonly verb: string }>(waiting: readonly T[]): readonly T[] {
  const at = waiting.findIndex(({ verb }) => verb === REMOVES);
  if (at < 0) return waiting;
  return waiting.slice(0, Math.max(1, at));
}
