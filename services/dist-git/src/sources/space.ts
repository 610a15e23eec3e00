/** Watches the disk: an import that cannot end must not begin. */
import { statfs } from 'node:fs/promises';
import * as files from '@kopr/shared/files';
import { Setback } from '../domain/refusal.js';

/** Bytes that this service may still write below `root`. */
export async function freeBytes(root: string): Promise<number> {
  const { bavail, bsize } = await statfs(root);
  return bavail * bsize;
}

/** Puts the import off while less than `minFreeBytes` would be left after `need` bytes. */
export async function checkSpace(root: string, minFreeBytes: number, need: number): Promise<void> {
  const free = await freeBytes(root);
  if (free - need >= minFreeBytes) return;
  const mib = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`;
  throw new Setback('storage', `the disk of dist-git is nearly full (${mib(free)} free); the import waits for space`);
}

/** As git says it, at the end of a line: names of files, which strangers choose, stand in quotes or before a colon. */
const FULL = /(^|: )(No space left on device|Disk quota exceeded)$|write error\. Out of diskspace$/m;

/** By its code when our own write failed, by its words when a program of ours met it. */
export function isDiskFull(error: unknown): boolean {
  return files.isDiskFull(error) || (error instanceof Error && FULL.test(error.message.trim()));
}
