/** Ends an attempt's log: compressed, and beside it what a failed attempt has to tell. */
import { join } from 'node:path';
import { ensureDir, writeAtomically } from '@kopr/shared/files';
import { blobsDir, readManifest } from '@kopr/shared/intake';
import { transact } from '@kopr/shared/outbox';
import { isForReaders } from '../domain/file-names.js';
import { openLength, sealLog } from '../intake/log-file.js';
import { markSealed } from '../store/live-logs.js';
import { attemptDir } from '../tree/layout.js';
import { placeFile } from '../tree/place-file.js';
import type { LogDeps } from './deps.js';
import { findLogPlace, type LogRef } from './find-log-place.js';

/** `gap`: the log is not as long as the manager says; `held` is how long it is. */
export type Sealed = { readonly end: 'ok' } | { readonly end: 'gap'; readonly held: number };

/** No more log comes: it had `size` bytes. Doing it twice changes nothing. */
export async function sealAttempt(deps: LogDeps, ref: LogRef, size: number): Promise<Sealed> {
  return deps.lock(ref.results, async () => {
    const dir = await findLogPlace(deps, ref);
    if (dir !== undefined) {
      const held = await openLength(dir);
      if (held !== undefined && held !== size) return { end: 'gap', held };
      await sealLog(dir);
      await placeFailedFiles(attemptDir(deps.tree, ref.task, ref.attempt), dir);
    }
    await markEnded(attemptDir(deps.tree, ref.task, ref.attempt));
    await transact(deps.db, (tx) => markSealed(tx, ref.results, ref.attempt));
    deps.bell.ring(ref.task);
    return { end: 'ok' };
  });
}

/** From this file's age on the intake is kept for a while. */
export const ENDED = 'ended';

async function markEnded(attempt: string): Promise<void> {
  await ensureDir(attempt);
  await writeAtomically(join(attempt, ENDED), '');
}

/** Files of an attempt that succeeded are placed when it is published: only then is it known that it counts. */
async function placeFailedFiles(attempt: string, dir: string): Promise<void> {
  const stored = await readManifest(attempt);
  if (!stored || stored.manifest.outcome === 'succeeded') return;
  for (const { name, sha256 } of stored.manifest.files.filter((file) => isForReaders(file.name))) {
    await placeFile(join(blobsDir(attempt), sha256), dir, name);
  }
}
