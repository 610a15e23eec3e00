/** Holds a task to its share of the disk, which no engine limits. */
import { existsSync, statfsSync } from 'node:fs';
import { failed } from '../ended.js';
import { capture, ROOT_ENV } from './command.js';

const LOOK_EVERY_MS = 2_000;

// Wherever strangers' code can write, it is the same disk; some of these may be file systems of their own.
const PLACES = ['/', '/builddir', '/workdir', '/var/lib/mock'];

/** What a task may take of the disk, and how things stood when it began. */
export interface DiskShare {
  readonly bytes: number;
  readonly freeAtFirst: number;
  readonly usedAtFirst: number;
}

/** Begins to count. The image itself is not the task's. */
export async function openDiskShare(bytes: number): Promise<DiskShare> {
  return { bytes, freeAtFirst: freeBytes(), usedAtFirst: await usedBytes() };
}

/** The work's result, or the verdict once it takes more than its share; then whoever works is to be ended. */
export async function withinShare<T>(share: DiskShare, work: Promise<T>, end: () => Promise<void>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const exceeded = new Promise<never>((_, reject) => {
    const look = async (): Promise<void> => {
      // To add up files costs seconds where there are many: only when the disk has lost as much, whoever took it.
      if (share.freeAtFirst - freeBytes() > share.bytes && (await takenBytes(share)) > share.bytes) {
        await end();
        reject(failed(`the source takes more than ${share.bytes} bytes of disk`));
      } else timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  });
  try {
    return await Promise.race([work, exceeded]);
  } finally {
    clearTimeout(timer);
  }
}

function freeBytes(): number {
  const { bavail, bsize } = statfsSync('/');
  return bavail * bsize;
}

async function takenBytes({ usedAtFirst }: DiskShare): Promise<number> {
  return (await usedBytes()) - usedAtFirst;
}

/** What is in memory (/tmp, /proc) is left out; what two places share is counted once. */
async function usedBytes(): Promise<number> {
  const options = ['--summarize', '--one-file-system', '--block-size=1'];
  const { text } = await capture({ argv: ['du', ...options, ...PLACES.filter(existsSync)], env: ROOT_ENV });
  return text.split('\n').reduce((sum, line) => sum + (Number.parseInt(line, 10) || 0), 0);
}
