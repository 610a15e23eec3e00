/** Removing in two steps: out of sight at once by a rename, off the disk later. */
import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDir, unlessMissing } from '@kopr/shared/files';
import type { Tree } from './layout.js';

/** Takes a file or folder out of sight. One that is not there is fine: the step may be a repeat. */
export async function throwAway(tree: Tree, path: string): Promise<void> {
  await ensureDir(tree.trash);
  await unlessMissing(rename(path, join(tree.trash, randomUUID())));
}

/** Removes one thing from the trash; true when there was one. */
export async function removeOneFromTrash(tree: Tree): Promise<boolean> {
  const [first] = (await unlessMissing(readdir(tree.trash))) ?? [];
  if (first === undefined) return false;
  await rm(join(tree.trash, first), { recursive: true, force: true });
  return true;
}
