/** Holds a task to its share of the disk, which no engine limits. */
import { statfsSync } from 'node:fs';
import { failed } from '../ended.js';
import { capture, ROOT_ENV } from './command.js';

const LOOK_EVERY_MS = 2_000;

export interface DiskShare {
  /** Where the task writes. */
  readonly places: readonly string[];
  readonly bytes: number;
}

/** The work's result, or the verdict once it takes more than its share; then whoever works is to be ended. */
export async function withinShare<T>(share: DiskShare, work: Promise<T>, end: () => Promise<void>): Promise<T> {
  const freeAtFirst = freeBytes();
  let timer: NodeJS.Timeout | undefined;
  const exceeded = new Promise<never>((_, reject) => {
    const look = async (): Promise<void> => {
      // To add up files costs seconds where there are many: only when the disk has lost as much, whoever took it.
      if (freeAtFirst - freeBytes() > share.bytes && (await usedBytes(share.places)) > share.bytes) {
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

async function usedBytes(places: readonly string[]): Promise<number> {
  const { text } = await capture({ argv: ['du', '--summarize', '--block-size=1', ...places], env: ROOT_ENV });
  return text.split('\n').reduce((sum, line) => sum + (Number.parseInt(line, 10) || 0), 0);
}
