/** Which badge tells how a build stands, by Copr's names. */
import { isFinalState, type BuildStateName } from '@kopr/shared/domain';

export type Badge = 'succeeded' | 'failed' | 'in_progress' | 'unknown' | 'bad_url';

/** What came to nothing that can be told in a word is unknown, as no build is. */
export function badgeOf(state: BuildStateName | undefined): Badge {
  if (state === 'succeeded' || state === 'failed') return state;
  return state === undefined || isFinalState(state) ? 'unknown' : 'in_progress';
}
