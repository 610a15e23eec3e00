/** How much of the disk a repository's objects take. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sizeOf, unlessMissing } from '@kopr/shared/files';

/** In bytes; 0 when there is no repository. What it shares with forks counts in each of them. */
export async function repositoryBytes(repository: string): Promise<number> {
  const objects = join(repository, 'objects');
  let bytes = 0;
  for (const name of (await unlessMissing(readdir(objects, { recursive: true }))) ?? []) {
    bytes += (await sizeOf(join(objects, name))) ?? 0;
  }
  return bytes;
}
