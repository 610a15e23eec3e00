/** What a package wants to be built for, when webhooks tell of changes. */
import { patternOf } from '../pattern.js';

/** Which pull requests are built: `own` are those from branches of the repository itself, whose authors may push to it. */
export const PULL_REQUESTS = ['all', 'own', 'none'] as const;

/** Shell patterns; none of a kind: what the source says of the package counts. */
export interface HookRules {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly paths: readonly string[];
  readonly pullRequests: (typeof PULL_REQUESTS)[number];
}

/** Of a package that says nothing. */
export const NO_RULES: HookRules = { branches: [], tags: [], paths: [], pullRequests: 'all' };

/** What is yes or no, and why. */
export interface Verdict {
  readonly fits: boolean;
  readonly why: string;
}

const yes = (why: string): Verdict => ({ fits: true, why });
const no = (why: string): Verdict => ({ fits: false, why });

/** Whether what goes into a branch is for the package: by its patterns, or by the branch that it is built from. */
export function branchFits(branch: string, { branches }: HookRules, committish: string): Verdict {
  if (branches.length > 0) {
    const found = branches.find((pattern) => patternOf(pattern)(branch));
    return found === undefined
      ? no(`branch differs: ${branch} fits none of ${listed(branches)}`)
      : yes(`branch ${branch}`);
  }
  const isBuilt = ['', 'HEAD', branch, `heads/${branch}`, `refs/heads/${branch}`].includes(committish);
  return isBuilt ? yes(`branch ${branch}`) : no(`branch differs: it is built from ${committish}, not from ${branch}`);
}

/** Whether a tag is for the package: by its patterns, by the hook's address, or because it begins with its name. */
export function tagFits(tag: string, { tags }: HookRules, name: string, named: string | null): Verdict {
  if (tags.length > 0) {
    const found = tags.some((pattern) => patternOf(pattern)(tag));
    return found ? yes(`tag ${tag}`) : no(`tag differs: ${tag} fits none of ${listed(tags)}`);
  }
  if (named === name) return yes(`tag ${tag}, and the hook’s address names the package`);
  return isNameVersion(tag, name)
    ? yes(`tag ${tag}`)
    : no(`tag differs: ${tag} is not ${name}-<version>, and the hook’s address does not name the package`);
}

/** As Copr: `name-version` or `name-version-release`, divided by dashes or underscores, version and release with a digit. */
function isNameVersion(tag: string, name: string): boolean {
  return ['-', '_'].some((separator) => {
    const parts = tag.split(separator);
    const isName = (length: number) => {
      const [front, rest] = [parts.slice(0, length), parts.slice(length)];
      return rest.every((part) => /\d/.test(part)) && [front.join('-'), front.join('_')].includes(name);
    };
    return [parts.length - 1, parts.length - 2].some((length) => length > 0 && isName(length));
  });
}

/** What is known of changed paths: which they are, or why any may be among them. */
export type Changes = { readonly paths: readonly string[] } | { readonly why: string };

/** So many files that any may be among them. */
const MOST_PATHS = 5_000;
/** Comparing takes time by the lengths multiplied; more than this would hold up everybody else. */
const MOST_WORK = 30_000_000;

/** The changed paths, unless they are not told, or too many to be held against the patterns of all these packages. */
export function changesFor(changes: readonly string[] | null, rules: readonly HookRules[]): Changes {
  if (changes === null) return { why: 'which files changed is not told' };
  const work = charsOf(rules.flatMap(({ paths }) => paths)) * charsOf(changes);
  if (changes.length > MOST_PATHS || work > MOST_WORK) return { why: 'too many files changed to compare them' };
  return { paths: changes.map(plainPath) };
}

/** Whether changed paths are for the package: by its patterns, or because they are below its subdirectory. */
export function pathsFit(changes: Changes, { paths }: HookRules, subdirectory: string): Verdict {
  if ('why' in changes) return yes(changes.why);
  const folder = plainPath(subdirectory);
  if (changes.paths.length === 0) return no('no file changed');
  if (paths.length > 0) return patternsFit(changes.paths, paths);
  if (folder === '') return yes('files changed');
  const found = changes.paths.find((path) => path.startsWith(`${folder}/`));
  return found === undefined
    ? no(`subdirectory differs: no changed file is below ${folder}/`)
    : yes(`${shortened(found)} changed`);
}

function patternsFit(changes: readonly string[], paths: readonly string[]): Verdict {
  const patterns = paths.map(patternOf);
  const found = changes.find((path) => patterns.some((fits) => fits(path)));
  return found === undefined
    ? no(`paths differ: no changed file fits ${listed(paths)}`)
    : yes(`${shortened(found)} changed`);
}

/** Without what means nothing: slashes at the ends, doubled ones, `.` between them. */
function plainPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.join('/');
}

const charsOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + text.length, 0);
const listed = (patterns: readonly string[]): string => shortened(patterns.join(', '));
const shortened = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);
