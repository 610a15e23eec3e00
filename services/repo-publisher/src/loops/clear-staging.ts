/** Removes what turns that were killed left in the staging folder. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from '@kopr/shared/files';
import type { Log } from '@kopr/shared/log';
import { loop, type Loop } from '@kopr/shared/service';
import type { DataSource } from 'typeorm';
import { isLeaseKnown } from '../store/lanes.js';
import type { Tree } from '../tree/layout.js';
import { throwAway } from '../tree/trash.js';

const EVERY_MS = 3_600_000;
/** A turn makes its folder a moment after it got its lease. */
const MIN_AGE_MS = 600_000;

/** A turn's folder is named by its lease: one that nobody holds any more is over. */
export function clearStaging(db: DataSource, tree: Tree, log: Log): Loop {
  const tick = async (): Promise<void> => {
    for (const lease of (await unlessMissing(readdir(tree.staging))) ?? []) {
      const made = await unlessMissing(stat(join(tree.staging, lease)));
      if (!made || Date.now() - made.mtimeMs < MIN_AGE_MS || (await isLeaseKnown(db, lease))) continue;
      await throwAway(tree, join(tree.staging, lease));
    }
  };
  return loop({ name: 'clear-staging', everyMs: EVERY_MS, log, tick });
}
