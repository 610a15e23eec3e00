/** Brings a repository's package groups, which the frontend keeps, into its folder. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobRef } from '@kopr/proto';
import { ensureDir, writeAtomically } from '@kopr/shared/files';

/** Larger ones the frontend does not take either. */
const MAX_BYTES = 16 * 1024 ** 2;
const TIMEOUT_MS = 60_000;

/** Where a repository's groups lie: createrepo_c reads them there, and people may. */
export function compsFile(dir: string): string {
  return join(dir, 'comps.xml');
}

/** Undefined leaves everything as it is, null drops the groups. May be done twice. */
export async function bringComps(dir: string, comps: BlobRef | null | undefined): Promise<void> {
  if (comps === undefined) return;
  if (comps === null) {
    await rm(compsFile(dir), { force: true });
    return;
  }
  const text = await download(comps);
  // Something else by now: then the order that says so is under way.
  if (comps.sha256 !== null && createHash('sha256').update(text).digest('hex') !== comps.sha256) return;
  await ensureDir(dir);
  await writeAtomically(compsFile(dir), text);
}

async function download({ url, size }: BlobRef): Promise<Buffer> {
  if ((size ?? 0) > MAX_BYTES) throw new Error(`${url}: ${size} bytes are too many`);
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok || !response.body) throw new Error(`${url}: status ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`${url}: more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
