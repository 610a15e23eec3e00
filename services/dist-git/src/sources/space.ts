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
