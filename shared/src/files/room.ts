/** Whether the disk has room. A full one shall stop uploads and publishing cleanly, before something is half written. */
import { statfs } from 'node:fs/promises';

/** Asking the file system for each chunk would be waste; a second old is fresh enough. */
const FRESH_MS = 1000;

/** Says whether at least `minFreeBytes` are free below `dir`. */
export function watchRoom(dir: string, minFreeBytes: number): () => Promise<boolean> {
  let at = 0;
  let enough = true;
  return async () => {
    if (Date.now() - at > FRESH_MS) {
      const { bavail, bsize } = await statfs(dir);
      at = Date.now();
      enough = bavail * bsize >= minFreeBytes;
    }
    return enough;
  };
}

/** Whether our own write failed for want of room. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
