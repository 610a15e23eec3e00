/** Looks at directories as a test wants to see them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file below `dir`, by its path. */
export async function filesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((one) => !one.isDirectory()).map((one) => join(one.parentPath, one.name));
}
