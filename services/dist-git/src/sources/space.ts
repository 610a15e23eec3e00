/** Watches the disk: an import that cannot end must not begin. */
import { statfs } from 'node:fs/promises';
import { Setback } from '../domain/refusal.js';

/** Puts the import off while less than `minFreeBytes` would be left after `need` bytes. */
export async function checkSpace(root: string, minFreeBytes: number, need: number): Promise<void> {
  const { bavail, bsize } = await statfs(root);
  const free = bavail * bsize;
  if (free - need >= minFreeBytes) return;
  const mib = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`;
  throw new Setback('storage', `the disk of dist-git is nearly full (${mib(free)} free); the import waits for space`);
}

/** By its code when our own write failed, by its words when git's did. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' || /No space left on device|Disk quota exceeded/.test(error.message);
}
