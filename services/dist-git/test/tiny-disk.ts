/** A real file system that is soon full: a tmpfs of some MiB, for whoever may mount one. */
import { execFile } from 'node:child_process';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scratchDir } from './scratch.js';

const run = promisify(execFile);

export interface TinyDisk extends AsyncDisposable {
  readonly dir: string;
  /** Makes it larger. */
  grow(mib: number): Promise<void>;
  /** Fills it until so many bytes are left, rounded up to whole pages. */
  leave(bytes: number): Promise<void>;
  /** Takes out what filled it. */
  empty(): Promise<void>;
}

/** Whether this process may mount. */
export const mayMount = process.getuid?.() === 0;

export async function tinyDisk(mib: number): Promise<TinyDisk> {
  const dir = await scratchDir();
  await run('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', dir]);
  const filler = join(dir, 'filler');
  return {
    dir,
    grow: async (more) => {
      await run('mount', ['-o', `remount,size=${more}m`, dir]);
    },
    leave: async (bytes) => {
      const { bavail, bsize } = await statfs(dir);
      await writeFile(filler, Buffer.alloc((bavail - Math.ceil(bytes / bsize)) * bsize));
    },
    empty: () => rm(filler),
    [Symbol.asyncDispose]: async () => {
      await run('umount', ['-l', dir]);
    },
  };
}
