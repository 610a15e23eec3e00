/** Paths below the results tree, as tasks carry them. Nothing else may become a path of a file. */

/** Where one task's results lie. `package` is undefined for a source task. */
export interface ResultPath {
  readonly owner: string;
  readonly dirname: string;
  /** A chroot's name, or `srpm-builds`. */
  readonly chroot: string;
  /** Last part: `<%08d build>-<package>`, or `<%08d build>` of a source task. */
  readonly leaf: string;
  readonly build: number;
  readonly package: string | undefined;
}

/** Stands in a chroot's place where sources are made. */
export const SOURCE_BUILDS = 'srpm-builds';

const OWNER = /^@?[A-Za-z0-9_][\w.-]{0,99}$/;
const DIRNAME = /^[A-Za-z0-9_][\w.+-]*(:[\w.+-]+)*$/;
const CHROOT = /^[A-Za-z0-9][\w.+-]*$/;
const LEAF = /^(?<build>\d{8,15})(?:-(?<name>[A-Za-z0-9_][\w.+-]*))?$/;

/** The parts of `<owner>/<dirname>/<chroot>/<leaf>`, or undefined for anything that is not exactly that. */
export function parseResultPath(path: string): ResultPath | undefined {
  const [owner = '', dirname = '', chroot = '', leaf = '', ...rest] = path.split('/');
  const found = LEAF.exec(leaf);
  if (rest.length > 0 || !found || !isRepositoryPath(owner, dirname, chroot)) return undefined;
  return { owner, dirname, chroot, leaf, build: Number(found.groups?.['build']), package: found.groups?.['name'] };
}

/** The last part of a chroot's result path. */
export function resultLeaf(build: number, name: string): string {
  return `${String(build).padStart(8, '0')}-${name}`;
}

/** Whether the three may be folders of the results tree: no separators, no dots in front, not too long. */
export function isRepositoryPath(owner: string, dirname: string, chroot: string): boolean {
  return OWNER.test(owner) && isDirname(dirname) && CHROOT.test(chroot) && chroot.length <= 100;
}

/** Whether `dirname` may be a folder: `project` or `project:something`. */
export function isDirname(dirname: string): boolean {
  return dirname.length <= 200 && DIRNAME.test(dirname);
}

/** The number in front of a result folder's name, or undefined when the folder is no build's. */
export function buildOfLeaf(leaf: string): number | undefined {
  const found = LEAF.exec(leaf);
  return found ? Number(found.groups?.['build']) : undefined;
}
