/** Where everything lies below KOPR_DATA_DIR. All but the keys are one file system, so that a rename is a move. */
import { join } from 'node:path';
import type { ResultPath } from '../domain/result-path.js';

/** The folders of the service. Only `results` is served. */
export interface Tree {
  readonly results: string;
  readonly intake: string;
  /** What a turn prepares before it becomes visible. */
  readonly staging: string;
  /** What was taken out of sight and waits to be removed. */
  readonly trash: string;
  readonly keys: string;
}

/** A repository's place: `<owner>/<dirname>/<chroot>`. */
export interface RepositoryPlace {
  readonly owner: string;
  readonly dirname: string;
  readonly chroot: string;
}

/** The folders below `dataDir`. */
export function treeAt(dataDir: string): Tree {
  return {
    results: join(dataDir, 'results'),
    intake: join(dataDir, 'intake'),
    staging: join(dataDir, 'staging'),
    trash: join(dataDir, 'trash'),
    keys: join(dataDir, 'keys'),
  };
}

/** The folder of one of a project's dirnames. */
export function dirnameDir(tree: Tree, { owner, dirname }: Pick<RepositoryPlace, 'owner' | 'dirname'>): string {
  return join(tree.results, owner, dirname);
}

/** The folder of one repository. */
export function repositoryDir(tree: Tree, place: RepositoryPlace): string {
  return join(dirnameDir(tree, place), place.chroot);
}

/** The folder of one task's results. */
export function resultDir(tree: Tree, path: ResultPath): string {
  return join(repositoryDir(tree, path), path.leaf);
}

/** The folder into which one attempt's builder puts its files. */
export function attemptDir(tree: Tree, task: string, attempt: number): string {
  return join(tree.intake, task, String(attempt));
}
