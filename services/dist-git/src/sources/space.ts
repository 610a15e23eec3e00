/** Watches the disk: an import that cannot end must not begin. */
import { statfs } from 'node:fs/promises';
import * as files from '@kopr/shared/files';
import { Setback } from '../domain/refusal.js';

/** Bytes that this service may still write below `root`. */
export async function freeBytes(root: string): Promise<number> {
  const { bavail, bsize } = await statfs(root);
  return bavail * bsize;
}

/** What needs more than there is waits about two hours for it (run-order.ts says how long between tries). */
const TRIES_FOR_ROOM = 240;
const mib = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`;

/** A disk that is full for everybody; `tries`: when it may be only this import that fills it. */
function diskIsFull(words: string, tries = Infinity): Setback {
  return new Setback('storage', `the disk of dist-git is ${words}; the import waits for space`, tries, {}, true);
}

/** Our own write found no room, though there should have been some. */
export function ranOutOfSpace(): Setback {
  return diskIsFull('full', TRIES_FOR_ROOM);
}

/** One import needs more than there is, though others find room: no reason for an alarm. */
export function needsMoreSpace(need: string, free: number): Setback {
  const text = `this needs ${need} on the disk of dist-git, which has ${mib(free)} to give; the import waits for space`;
  return new Setback('storage', text, TRIES_FOR_ROOM);
}

/** Puts the import off while less than `minFreeBytes` would be left after `need` bytes. */
export async function checkSpace(root: string, minFreeBytes: number, need: number): Promise<void> {
  const free = await freeBytes(root);
  if (free < minFreeBytes) throw diskIsFull(`nearly full (${mib(free)} free)`);
  if (free - need < minFreeBytes) throw needsMoreSpace(mib(need), free - minFreeBytes);
}

/** As git says it, at the end of a line: names of files, which strangers choose, stand in quotes or before a colon. */
const FULL = /(^|: )(No space left on device|Disk quota exceeded)$|write error\. Out of diskspace$/m;

/** By its code when our own write failed, by its words when a program of ours met it. */
export function isDiskFull(error: unknown): boolean {
  return files.isDiskFull(error) || (error instanceof Error && FULL.test(error.message.trim()));
}
