/** What becomes of a pull request's builds when it is told of once more. */
import type { PullRequest } from './event.js';

/** A build of a pull request. */
export interface RequestBuild {
  readonly id: number;
  readonly commit: string | null;
  /** What it came of. */
  readonly delivery: number;
  readonly isOpen: boolean;
  /** Whether a person had that delivery worked off once more: then it does not tell what is newest. */
  readonly isRepeated: boolean;
}

/** Builds of what the pull request was before, of those that are open: once it is closed all. `until`: of deliveries up to this one. */
export function outdated(
  { act, from }: PullRequest,
  open: readonly RequestBuild[],
  until: number | null,
): RequestBuild[] {
  const rest = act === 'closed' || !from ? open : open.filter(({ commit }) => !isSameCommit(commit, from.commit));
  return rest.filter(({ delivery }) => until === null || delivery <= until);
}

/**
 * Why a package is not built again of the commit that it was built of; undefined when it is to be. `builds`: the
 * package's own, newest first. Some forges tell of every edit as of new commits.
 */
export function whyStands(
  { act, number, from }: PullRequest,
  builds: readonly RequestBuild[],
  isRepeated: boolean,
): string | undefined {
  if (!from) return undefined;
  const isSame = ({ commit }: RequestBuild): boolean => isSameCommit(commit, from.commit);
  const isEdit = act === 'changed' && !isRepeated;
  const open = builds.find((one) => one.isOpen && isSame(one));
  const newest = builds.find((one) => !one.isRepeated);
  if (isEdit && (open ?? (newest && isSame(newest)))) return `pull request ${number} was edited, without new commits`;
  return open && `build ${open.id} of the same commit is not over`;
}

/** Bitbucket tells only the beginnings of commits, not everywhere of the same length. */
function isSameCommit(one: string | null, other: string): boolean {
  return one !== null && (one.startsWith(other) || other.startsWith(one));
}
