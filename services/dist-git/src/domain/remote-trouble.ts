/** What a packager should hear when git could not list a repository, out of git's own complaint. */
import { plainText } from './refusal.js';

/** `lasting`: another try now would end the same. */
export interface Trouble {
  readonly reason: string;
  readonly lasting: boolean;
}

/** First that fits. git runs in the C locale. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [
    /could not read (Username|Password)|Authentication failed|returned error: 40[13]/,
    'asks for a password; only repositories that anybody may read can be built from',
  ],
  [/not found|does not exist|returned error: (404|410)/i, 'was not found'],
  [
    /is this a git repository|does not appear to be a git repository|not valid|bad (line length|band)|protocol error/i,
    'is not a git repository',
  ],
  [/access denied or repository not exported/, 'was not found, or is not exported'],
  [/Out of memory|memory exhausted|unable to create (thread|mmap)|Cannot allocate memory/i, 'lists too many refs'],
];
/** The line that git dies with says most. */
const FATAL = /^(?:fatal|error|remote): (.*)$/gm;
const LENGTH = 300;

/** Reads git's standard error. */
export function troubleIn(complaint: string): Trouble {
  const known = KNOWN.find(([pattern]) => pattern.test(complaint));
  if (known) return { reason: known[1], lasting: true };
  const last = [...complaint.matchAll(FATAL)].at(-1)?.[1] ?? complaint;
  return { reason: `cannot be read: ${plainText(last, LENGTH) || 'git said nothing'}`, lasting: false };
}
