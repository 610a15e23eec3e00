/**
 * Which names may become part of a path. Everything below the data directory is made of names that passed here, so
 * none may hold a slash, be `.` or `..`, or mean something to git or to a program that takes it as an option.
 */

/** A package's repository: `<owner>/<dirname>/<package>`. */
export interface RepositoryName {
  readonly owner: string;
  readonly dirname: string;
  readonly package: string;
}

const ONLY_DOTS = /^\.+$/;
/** File systems end a name at 255 bytes; `.git` and suffixes of our own must fit in too. */
const NAME_LENGTH = 200;

const matches = (pattern: RegExp) => (name: string) =>
  name.length <= NAME_LENGTH && pattern.test(name) && !ONLY_DOTS.test(name);

// A leading dot would hide a directory, and a leading plus is what rpm itself refuses; the results tree has no room for either.
/** A user or `@group`. */
export const isOwner = matches(/^@?\w[\w.-]*$/);
/** A project's name, or that of a side directory such as `tools:pr:12`. */
export const isDirname = matches(/^\w[\w.+:-]*$/);

const isRpmName = matches(/^\w[-\w.+]*$/);
/** The NAME of a header. One that ends in `.git` could not be told from a repository's directory. */
export function isPackage(name: string): boolean {
  return isRpmName(name) && !name.endsWith('.git');
}

const MAX_VERSION = 128;
/** A version or a release as rpm itself makes them. They go into messages, commits and pages. */
export function isVersion(text: string): boolean {
  return text.length <= MAX_VERSION && /^[\w.+~^]+$/.test(text);
}

const isRefPart = matches(/^[\w+][\w.+-]*$/);
/** A branch that git takes, too. */
export function isBranch(name: string): boolean {
  return isRefPart(name) && !name.includes('..') && !name.endsWith('.') && !name.endsWith('.lock');
}

/** A branch, a tag or a commit as an address names it. Pushed branches may have slashes in their names. */
export function isRef(name: string): boolean {
  return name.length <= NAME_LENGTH && name.split('/').every(isBranch);
}

/** All three parts, or undefined when one is not allowed. */
export function repositoryName(owner: string, dirname: string, name: string): RepositoryName | undefined {
  return isOwner(owner) && isDirname(dirname) && isPackage(name) ? { owner, dirname, package: name } : undefined;
}

/** `<owner>/<dirname>/<package>`, as messages and addresses have it. */
export function repositoryPath({ owner, dirname, package: name }: RepositoryName): string {
  return `${owner}/${dirname}/${name}`;
}
