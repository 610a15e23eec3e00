/** What a committish may stand for, and which of a repository's refs it is. */

/** `refs`: the full names to ask for, the first that is there counts. `odd`: git has no such names. */
export type Committish =
  | { readonly is: 'commit'; readonly commit: string }
  | { readonly is: 'refs'; readonly names: readonly string[]; readonly mayBeCommit: boolean }
  | { readonly is: 'odd' };

const FULL_COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/i;
/** git takes no fewer digits. */
const SHORT_COMMIT = /^[0-9a-f]{4,63}$/i;
/** What no ref may hold (git-check-ref-format), among it all that would make a pattern of a name. */
// eslint-disable-next-line no-control-regex -- control characters are the point
const NEVER_IN_REFS = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$|^@$/;
const LENGTH = 1000;

/** Reads what somebody wrote; empty means HEAD. */
export function readCommittish(text: string): Committish {
  if (FULL_COMMIT.test(text)) return { is: 'commit', commit: text.toLowerCase() };
  if (text === '' || text === 'HEAD') return { is: 'refs', names: ['HEAD'], mayBeCommit: false };
  return isRefName(text) ? { is: 'refs', names: namesFor(text), mayBeCommit: SHORT_COMMIT.test(text) } : { is: 'odd' };
}

function isRefName(text: string): boolean {
  if (text.length > LENGTH || text.startsWith('-') || NEVER_IN_REFS.test(text)) return false;
  return text.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));
}

/** Branches before tags; a tag that is an object of its own by the commit that it points at. */
function namesFor(text: string): string[] {
  if (text.startsWith('refs/')) return [`${text}^{}`, text];
  const names = [`refs/heads/${text}`, `refs/tags/${text}^{}`, `refs/tags/${text}`];
  if (/^(heads|tags)\//.test(text)) names.push(`refs/${text}^{}`, `refs/${text}`);
  // As clones have it, and people copy it from there.
  if (text.startsWith('origin/')) names.push(`refs/heads/${text.slice('origin/'.length)}`);
  return names;
}

/** Whether all of these are branches or tags: then nothing else need be listed. */
export function areHeadsOrTags(names: readonly string[]): boolean {
  return names.every((name) => /^refs\/(heads|tags)\//.test(name));
}

/** The commit that a list of refs (`<commit>\t<name>` lines) has for the first of these names. */
export function commitAmong(lines: readonly string[], names: readonly string[]): string | undefined {
  const found = new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, line.indexOf('\t'))]));
  const commits = names.map((name) => found.get(name));
  return commits.find((commit) => commit !== undefined && FULL_COMMIT.test(commit));
}
