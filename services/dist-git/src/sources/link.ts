/** Files with several names: what is the same is stored once. */
import { randomUUID } from 'node:crypto';
import { copyFile, link, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Gives the file another name; nothing happens when that is taken. Throws ENOENT when the file is not there. */
export async function linkFile(path: string, name: string): Promise<void> {
  try {
    await link(path, name);
  } catch (error) {
    // Some file systems end at 65000 links; the content is the same from a copy.
    if (codeOf(error) === 'EMLINK') await copyWhole(path, name);
    else if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** As `linkFile`; false when the file is not there. */
export async function linkIfThere(path: string, name: string): Promise<boolean> {
  try {
    await linkFile(path, name);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return false;
  }
}

/** The name appears with the last byte: half a file would pass for the whole one ever after. */
async function copyWhole(path: string, name: string): Promise<void> {
  const part = join(dirname(name), `.part-${randomUUID()}`);
  await copyFile(path, part);
  await rename(part, name);
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
