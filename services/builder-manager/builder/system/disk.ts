/** Whether the worker host's disk ran out while the task was at it: not the packager's fault, and another host may have room. */
import { existsSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { Ended } from '../ended.js';
import { ROOT } from './folders.js';

// Where a task writes. /tmp is not among them: it is memory, and its limit is the task's own.
const PLACES = ['/', ROOT, '/builddir', '/workdir', '/var/lib/mock'];
const WORDS = ['No space left on device', 'more space needed on the'];
// What fills a disk stops just before its end.
const SHORT_BYTES = 64 * 1024 * 1024;

let seen: string | undefined;

/** Looks at what a command printed. Words alone prove nothing, so the disk is asked, too: at once, before anybody clears up. */
export function lookForFullDisk(printed: Buffer): void {
  if (WORDS.some((words) => printed.includes(words))) seen ??= shortPlace();
}

/** What to say of the host when this error, or what was printed before it, comes of a full disk; else undefined. */
export function fullDisk(error: unknown): string | undefined {
  const told = error instanceof Ended && WORDS.some((words) => error.message.includes(words));
  const place = seen ?? (told ? shortPlace() : undefined) ?? (isOutOfSpace(error) ? (shortPlace() ?? ROOT) : undefined);
  return place === undefined ? undefined : `the disk of the worker host is full (at ${place})`;
}

/** Removes what the task has written, as far as it can be removed. */
export function clearDisk(): void {
  for (const place of PLACES.slice(1).filter(existsSync)) {
    for (const name of readdirSync(place)) {
      try {
        rmSync(join(place, name), { recursive: true, force: true });
      } catch {
        // A mount, or somebody still writes: it goes with the container.
      }
    }
  }
}

function shortPlace(): string | undefined {
  return PLACES.filter(existsSync).find((place) => {
    const { bavail, bsize } = statfsSync(place);
    return bavail * bsize < SHORT_BYTES;
  });
}

function isOutOfSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}
