/** What a forge tells by a webhook, in one language for all forges. */

/** What all of them tell. */
interface About {
  /** Every address that the repository has, as told: by HTTPS, by SSH, its page. */
  readonly urls: readonly string[];
  /** Who did it, as a build's submitter (domain/submitter.ts); null when that is not told. */
  readonly sender: string | null;
}

/** Commits came into a branch. */
interface Push extends About {
  readonly kind: 'push';
  readonly branch: string;
  readonly commit: string;
  /** Paths that changed; null when the forge does not tell (all of) them. */
  readonly changes: readonly string[] | null;
}

/** A tag was made. */
interface Tag extends About {
  readonly kind: 'tag';
  readonly tag: string;
}

/** A pull request came, changed or ended. Which paths it changes no forge tells. */
export interface PullRequest extends About {
  readonly kind: 'pull-request';
  /** `asked`: a comment asks for a build. */
  readonly act: 'opened' | 'changed' | 'asked' | 'closed';
  readonly number: number;
  /** The branch that it wants to go into. */
  readonly into: string;
  /** What it wants to bring; null when the repository that it comes from is gone. */
  readonly from: { readonly url: string; readonly commit: string; readonly isFork: boolean } | null;
}

/** Nothing that builds could come of. */
interface Other {
  readonly kind: 'other';
  readonly why: string;
}

export type HookEvent = Push | Tag | PullRequest | Other;

/** A comment asks for a build of a pull request, of which the forge does not tell where it is. */
export interface Asking extends About {
  readonly kind: 'asking';
  readonly number: number;
}

/** What forges tell. */
export type ToldEvent = HookEvent | Asking;

/** What a payload was found to tell: one push may move several branches. Or why it cannot be read. */
export type Reading =
  { readonly ok: true; readonly events: readonly ToldEvent[] } | { readonly ok: false; readonly wrong: string };

/** The same in words, for lists: `push to main at 0123abcd`. */
export function wordsOf(event: ToldEvent): string {
  switch (event.kind) {
    case 'push':
      return `push to ${event.branch} at ${event.commit.slice(0, 8)}`;
    case 'tag':
      return `tag ${event.tag}`;
    case 'pull-request':
      return `pull request ${event.number} ${ACTS[event.act]}`;
    case 'asking':
      return `pull request ${event.number} ${ACTS.asked}`;
    case 'other':
      return event.why;
  }
}

/** What a delivery is called that told of the end of a pull request. */
export const closedWords = (number: number): string => `pull request ${number} ${ACTS.closed}`;

const ACTS = { opened: 'opened', changed: 'changed', asked: 'to be built again', closed: 'closed' } as const;
