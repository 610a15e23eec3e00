/** Removes uploaded files that nobody needs any more: imported, failed, deleted, or never finished. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loop, type Part } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { dropUpload, isKnownUpload, spentUploads } from '../store/uploads.js';
import { uploadFolder, uploadPath } from '../verbs/store-upload.js';

const EVERY_MS = 60_000;
const AT_A_TIME = 100;
/** A file without a row is being received, or its request died; no request lasts this long. */
const ORPHAN_MS = 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** First the file, then the row: a crash between them is tried again. */
export function pruneUploads(deps: Deps): Part {
  const tick = async (): Promise<void | 'again'> => {
    const keptSince = new Date(deps.now().getTime() - deps.config.keepFailedDays * DAY_MS);
    const spent = await spentUploads(deps.db.manager, keptSince, AT_A_TIME);
    for (const { id, dir } of spent) {
      await rm(uploadPath(deps.config, dir), { force: true });
      await dropUpload(deps.db.manager, id);
    }
    await removeOrphans(deps);
    return spent.length === AT_A_TIME ? 'again' : undefined;
  };
  return loop({ name: 'prune-uploads', everyMs: EVERY_MS, log: deps.log, tick });
}

async function removeOrphans(deps: Deps): Promise<void> {
  const folder = uploadFolder(deps.config);
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const age = deps.now().getTime() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Infinity);
    if (age < ORPHAN_MS || (await isKnownUpload(deps.db.manager, name))) continue;
    deps.log.info('orphaned upload removed', { name });
    await rm(path, { force: true });
  }
}
