/**
 * The lookaside. Each content exists once, as `blobs/sha512/ab/<hash>`; a package refers to it by a hard link at the
 * path that its address has. So the file system counts the references, and serving takes no database.
 */
import { copyFile, link, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Layout } from '../domain/layout.js';
import type { RepositoryName } from '../domain/names.js';
import type { SourceFile } from './unpack.js';

/** A blob may be removed between two steps, when its last package is deleted; then it is stored anew. */
const MAX_ROUNDS = 5;

/** Stores an archive and makes the package refer to it. May be repeated. */
export async function keepArchive(layout: Layout, name: RepositoryName, file: SourceFile): Promise<void> {
  const reference = layout.archive(name, file.name, file.sha512);
  const blob = layout.blob(file.sha512);
  await mkdir(dirname(reference), { recursive: true });
  for (let round = 1; ; round++) {
    await storeBlob(blob, file.path);
    try {
      await refer(blob, reference);
      return;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || round === MAX_ROUNDS) throw error;
    }
  }
}

async function storeBlob(blob: string, path: string): Promise<void> {
  if (await exists(blob)) return;
  await mkdir(dirname(blob), { recursive: true });
  // On disk before it has its name: a blob that exists is whole, also after a power cut.
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
  await link(path, blob).catch(unlessThere);
}

async function refer(blob: string, reference: string): Promise<void> {
  try {
    await link(blob, reference);
  } catch (error) {
    // Some file systems end at 65000 links; the content is the same from a copy.
    if (codeOf(error) === 'EMLINK') await copyFile(blob, reference);
    else unlessThere(error);
  }
}

function unlessThere(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
