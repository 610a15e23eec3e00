/** Who a build is said to come from. A webhook's sender is no user of ours, so nothing may take one for the other. */

/** No name of a user has one; every webhook's sender has: `gitlab.com:joe`, `https://api.github.com/users/joe`. */
const MARK = ':';
/** As long as a user's name may be, since they stand in the same places. */
const MAX_CHARS = 100;

/** The user who submitted a build; null when a webhook did. */
export function userOf(submitter: string | null): string | null {
  return submitter?.includes(MARK) ? null : submitter;
}

/** Who caused a build at a forge; null when a user submitted it, or nobody knows. */
export function senderOf(submitter: string | null): string | null {
  return submitter?.includes(MARK) ? submitter : null;
}

/** Somebody at a forge, as a build's submitter. */
export function senderAt(forge: string, name: string): string {
  return (name.includes(MARK) ? name : `${forge}${MARK}${name}`).slice(0, MAX_CHARS);
}
