/** Removes what builders put to the intake and nobody needs any more. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from '@kopr/shared/files';
import { blobsDir, readManifest } from '@kopr/shared/intake';
import { loop, type Loop } from '@kopr/shared/service';
import { type Keeping, type Kept, mayGo } from '../domain/keep-intake.js';
import { failureOf } from '../store/ending.js';
import { intakeOrderOf } from '../store/imports.js';
import type { Means } from '../verbs/means.js';

const EVERY_MS = 600_000;

/** Looks through the intake now and then. `removed` is called when something was renamed away and waits for its removal. */
export function pruneIntake(means: Means, keeping: Keeping, removed: () => void): Loop {
  const tick = async (): Promise<void> => {
    if (await pruneOnce(means, keeping, Date.now())) removed();
  };
  return loop({ name: 'prune-intake', everyMs: EVERY_MS, log: means.log, tick });
}

/** One round; whether anything went. */
export async function pruneOnce(means: Means, keeping: Keeping, now: number): Promise<boolean> {
  const { layout, log } = means;
  let any = false;
  for (const task of await list(layout.intake)) {
    const order = await orderOf(means, task);
    for (const attempt of await list(layout.task(task))) {
      const dir = join(layout.task(task), attempt);
      const isWhole = (await readManifest(dir)) !== undefined;
      if (!mayGo({ order, lastSign: await lastSign(dir), isWhole }, keeping, now)) continue;
      await mkdir(layout.trash, { recursive: true });
      await rename(dir, join(layout.trash, randomUUID()));
      log.info('intake pruned', { task, attempt });
      any = true;
    }
    // Only when it is empty by now.
    await rmdir(layout.task(task)).catch(() => undefined);
  }
  return any;
}

async function orderOf({ db }: Means, task: string): Promise<Kept['order']> {
  const found = await intakeOrderOf(db, Number(task));
  if (!found) return undefined;
  const { ending, endedAt } = found;
  const retriable = ending !== undefined && failureOf(ending)?.retriable === true;
  return { isOpen: !ending, retriable, endedAt: endedAt?.getTime() ?? 0 };
}

async function lastSign(attempt: string): Promise<number> {
  const found = await Promise.all([attempt, blobsDir(attempt)].map((dir) => unlessMissing(stat(dir))));
  return Math.max(...found.map((one) => one?.mtimeMs ?? 0));
}

async function list(dir: string): Promise<string[]> {
  return (await unlessMissing(readdir(dir))) ?? [];
}
