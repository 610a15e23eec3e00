/** Removes what attempts left at the intake and nobody asked for in time. */
import { readdir, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from '@kopr/shared/files';
import { blobsDir } from '@kopr/shared/intake';
import type { Log } from '@kopr/shared/log';
import { loop, type Loop } from '@kopr/shared/service';
import type { DataSource } from 'typeorm';
import { isTaskWanted } from '../store/work.js';
import type { Tree } from '../tree/layout.js';
import { throwAway } from '../tree/trash.js';
import { ENDED } from '../verbs/seal-log.js';

export interface PruneDeps {
  readonly db: DataSource;
  readonly tree: Tree;
  readonly log: Log;
  readonly keepMs: number;
}

const EVERY_MS = 600_000;

/** Looks through the intake now and then. */
export function pruneIntake(deps: PruneDeps): Loop {
  return loop({ name: 'prune-intake', everyMs: EVERY_MS, log: deps.log, tick: () => pruneOnce(deps, Date.now()) });
}

/** One round. An attempt that an open order still needs stays, however old it is. */
export async function pruneOnce({ db, tree, log, keepMs }: PruneDeps, now: number): Promise<void> {
  for (const task of (await unlessMissing(readdir(tree.intake))) ?? []) {
    const dir = join(tree.intake, task);
    for (const attempt of (await unlessMissing(readdir(dir))) ?? []) {
      const quietSince = await lastSign(join(dir, attempt));
      if (now - quietSince < keepMs || (await isTaskWanted(db, task))) continue;
      await throwAway(tree, join(dir, attempt));
      log.info('intake pruned', { task, attempt });
    }
    await rmdir(dir).catch(() => undefined);
  }
}

/** Its end, or its last upload where the end was never heard of. */
async function lastSign(attempt: string): Promise<number> {
  const end = await unlessMissing(stat(join(attempt, ENDED)));
  if (end) return end.mtimeMs;
  const times = await Promise.all(
    [attempt, blobsDir(attempt)].map(async (dir) => (await unlessMissing(stat(dir)))?.mtimeMs ?? 0),
  );
  return Math.max(...times);
}
