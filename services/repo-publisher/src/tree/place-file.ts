/** Puts a delivered file into a result folder. */
import { constants } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipAtomically, partOf, syncFile } from '@kopr/shared/files';
import { kindOf, placedName } from '../domain/file-names.js';

/** Copies, since a repeat needs the source again; logs are compressed on the way. */
export async function placeFile(source: string, dir: string, name: string): Promise<void> {
  const target = join(dir, placedName(name));
  if (kindOf(name) === 'log') return gzipAtomically(source, target);
  const part = partOf(target);
  await copyWhole(source, part);
  await rename(part, target);
}

/** A copy on the disk; file systems that can share blocks do. */
export async function copyWhole(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  await syncFile(target);
}
