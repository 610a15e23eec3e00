/** Clone URLs of the house's own dist-git: whoever names one means a repository that is here. */
import { parseUrl } from './parse-url.js';

/** A package's repository. */
export interface HouseRepository {
  readonly owner: string;
  readonly dirname: string;
  readonly package: string;
}

const NAMES = /^(@?\w[\w.-]*)\/(\w[\w.+:-]*)\/(\w[\w.+-]*?)(?:\.git)?\/*$/;

/** The repository of our dist-git at `distGitUrl` that a clone URL means; undefined when it is somebody else's. */
export function houseRepository(cloneUrl: string, distGitUrl: string): HouseRepository | undefined {
  const [clone, home] = [parseUrl(cloneUrl.trim()), parseUrl(distGitUrl)];
  if (!clone || !home || clone.origin !== home.origin || clone.search !== '' || clone.hash !== '') return undefined;
  const begin = `${home.pathname.replace(/\/+$/, '')}/git/`;
  if (!clone.pathname.startsWith(begin)) return undefined;
  const [, owner, dirname, name] = NAMES.exec(decoded(clone.pathname.slice(begin.length))) ?? [];
  return owner === undefined || dirname === undefined || name === undefined
    ? undefined
    : { owner, dirname, package: name };
}

/** Its path, below `/git/` and the lookaside. */
export function houseRepositoryPath({ owner, dirname, package: name }: HouseRepository): string {
  return `${owner}/${dirname}/${name}`;
}

/** The clone URL that people use. */
export function houseCloneUrl(distGitUrl: string, repository: HouseRepository): string {
  return `${distGitUrl.replace(/\/+$/, '')}/git/${houseRepositoryPath(repository)}`;
}

/** Whether it belongs to this project: to its own directory, or a side directory of it. */
export function isOfProject(
  { owner, dirname }: Pick<HouseRepository, 'owner' | 'dirname'>,
  project: { readonly owner: string; readonly name: string },
): boolean {
  return owner === project.owner && dirname.split(':', 1)[0] === project.name;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
