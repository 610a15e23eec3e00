/** The live log of one attempt as a file: grows in its final place, is compressed in one step at its end. */
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDir, gzipAtomically, sizeOf, unlessMissing, writeAtomically } from '@kopr/shared/files';

/** The log's name, while it grows and after. */
export const LIVE_LOG = 'builder-live.log';
export const SEALED_LOG = `${LIVE_LOG}.gz`;

/** How an append ended: `held` is how long the log is now. */
export type Appended = { readonly end: 'ok' | 'gap' | 'over-budget'; readonly held: number };

/** Writes what is new of `body`, whose first byte is the log's byte number `offset`. Doing it twice changes nothing. */
export async function appendLog(
  dir: string,
  offset: number,
  body: AsyncIterable<Buffer>,
  limit: number,
): Promise<Appended> {
  await ensureDir(dir);
  const file = await open(join(dir, LIVE_LOG), 'a+', 0o644);
  try {
    let held = (await file.stat()).size;
    if (offset > held) return { end: 'gap', held };
    let at = offset;
    for await (const chunk of body) {
      const fresh = chunk.subarray(Math.max(0, held - at));
      at += chunk.length;
      if (held + fresh.length > limit) return { end: 'over-budget', held };
      await file.appendFile(fresh);
      held += fresh.length;
    }
    return { end: 'ok', held };
  } finally {
    await file.close();
  }
}

/** How long the log is, or undefined when it is sealed already. */
export async function openLength(dir: string): Promise<number | undefined> {
  const plain = await sizeOf(join(dir, LIVE_LOG));
  if (plain !== undefined) return plain;
  return (await sizeOf(join(dir, SEALED_LOG))) === undefined ? 0 : undefined;
}

/** Compresses the log; a build that said nothing gets an empty one. Doing it twice changes nothing. */
export async function sealLog(dir: string): Promise<void> {
  const plain = join(dir, LIVE_LOG);
  if ((await openLength(dir)) === undefined) return;
  await ensureDir(dir);
  if ((await sizeOf(plain)) === undefined) await writeAtomically(plain, '');
  await gzipAtomically(plain, join(dir, SEALED_LOG));
  await rm(plain, { force: true });
}

/** Moves what an older attempt left for readers into `attempt-<n>/`. */
export async function setAside(dir: string, attempt: number): Promise<void> {
  const names = (await unlessMissing(readdir(dir))) ?? [];
  const left = names.filter((name) => /\.(log|log\.gz|spec)$/.test(name) || name === 'results.json');
  if (left.length === 0) return;
  const aside = asideDir(dir, attempt);
  await ensureDir(aside);
  for (const name of left) await unlessMissing(rename(join(dir, name), join(aside, name)));
}

/** Where an attempt's log lies when another attempt's is the main one. */
export function asideDir(dir: string, attempt: number): string {
  return join(dir, `attempt-${attempt}`);
}
