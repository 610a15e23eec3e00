/** Decides where an attempt's log goes, and makes room for it: the newest attempt has the result folder itself. */
import { join } from 'node:path';
import { sizeOf } from '@kopr/shared/files';
import { transact, type Tx } from '@kopr/shared/outbox';
import type { ResultPath } from '../domain/result-path.js';
import { asideDir, setAside } from '../intake/log-file.js';
import { lockLog, takeOverLog } from '../store/live-logs.js';
import { isBuildGone, isNameGone } from '../store/projects.js';
import { resultDir } from '../tree/layout.js';
import type { LogDeps } from './deps.js';

/** One attempt's claim on a log. */
export interface LogRef {
  readonly task: string;
  readonly attempt: number;
  /** The result folder below the tree, checked. */
  readonly path: ResultPath;
  /** The same as text. */
  readonly results: string;
}

/** The folder for the attempt's log, or undefined when its build or project is gone and nobody may read it. */
export async function findLogPlace(
  { db, tree }: Pick<LogDeps, 'db' | 'tree'>,
  ref: LogRef,
): Promise<string | undefined> {
  const dir = resultDir(tree, ref.path);
  return transact(db, async (tx) => {
    if (await isGone(tx, ref)) return undefined;
    const known = await lockLog(tx, ref.results, ref.task, ref.attempt);
    if (known.attempt === ref.attempt) return dir;
    // What is published stays as it is, whatever still runs by mistake.
    if (known.attempt > ref.attempt || (await isPublished(dir))) return asideDir(dir, ref.attempt);
    await setAside(dir, known.attempt);
    await takeOverLog(tx, ref.results, ref.attempt);
    return dir;
  });
}

async function isGone(tx: Tx, { path }: LogRef): Promise<boolean> {
  return (await isBuildGone(tx, path.build)) || (await isNameGone(tx, path.owner, path.dirname));
}

async function isPublished(dir: string): Promise<boolean> {
  return (await sizeOf(join(dir, 'success'))) !== undefined;
}
