/** A folder whose files never reach a disk, for what must leave no trace. */
import { chownSync, lstatSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostFault } from '../ended.js';
import type { BuildUser } from './build-user.js';

export interface MemoryFolder {
  /** Writes a file that nobody but the build user (and root) can read; answers its path. */
  write(name: string, text: string): string;
  /** Overwrites what was written, and removes it. May be called twice. */
  wipe(): void;
}

/** Every engine mounts it; it is not executable. */
const MEMORY = '/dev/shm';
/** TMPFS_MAGIC of statfs(2). */
const TMPFS = 0x01021994;

/** Makes one; throws when the host gives no memory for it. */
export function openMemoryFolder({ uid, gid }: BuildUser, root = MEMORY): MemoryFolder {
  if (statfsSync(root).type !== TMPFS) throw new HostFault(`${root} is not in memory`);
  const dir = mkdtempSync(join(root, 'kopr-'));
  chownSync(dir, uid, gid);
  return {
    write(name, text) {
      const path = join(dir, name);
      writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
      chownSync(path, uid, gid);
      return path;
    },
    wipe() {
      // What ssh or git may have added goes, too.
      for (const name of namesIn(dir)) blank(join(dir, name));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function namesIn(dir: string): string[] {
  return statSync(dir, { throwIfNoEntry: false }) ? readdirSync(dir) : [];
}

function blank(path: string): void {
  const info = lstatSync(path);
  if (info.isFile()) writeFileSync(path, Buffer.alloc(info.size), { flag: 'r+' });
}
