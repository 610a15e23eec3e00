/**
 * The lookaside. Each content exists once, as `blobs/sha512/ab/<hash>`; a package refers to it by a hard link at the
 * path that its address has. So the file system counts the references, and serving takes no database.
 */
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Layout } from '../domain/layout.js';
import type { RepositoryName } from '../domain/names.js';
import { linkFile, linkIfThere } from './link.js';

/** A blob may be removed between two steps, when its last package is deleted; then it is stored anew. */
const MAX_ROUNDS = 5;
/** Below the directory of a package. */
const REFERENCE = /^([^/]+)\/sha512\/([0-9a-f]{128})\/([^/]+)$/;

/** A whole file whose digest was checked. */
export interface ArchiveFile {
  readonly name: string;
  readonly sha512: string;
  readonly path: string;
}

/** Stores an archive and makes the package refer to it. May be repeated. */
export async function keepArchive(layout: Layout, name: RepositoryName, file: ArchiveFile): Promise<void> {
  const reference = layout.archive(name, file.name, file.sha512);
  const blob = layout.blob(file.sha512);
  await mkdir(dirname(reference), { recursive: true });
  for (let round = 1; ; round++) {
    await storeBlob(blob, file.path);
    try {
      await linkFile(blob, reference);
      return;
    } catch (error) {
      if (!isGone(error) || round === MAX_ROUNDS) throw error;
    }
  }
}

/** An archive that a package refers to. */
export interface Archive {
  readonly file: string;
  readonly sha512: string;
}

/** Everything that a package refers to, for all its versions. */
export async function archivesOf(layout: Layout, name: RepositoryName): Promise<Archive[]> {
  const archives: Archive[] = [];
  for (const path of await readdir(layout.packageArchives(name), { recursive: true }).catch(noneIfGone)) {
    const [, file, sha512, again] = REFERENCE.exec(path) ?? [];
    if (file !== undefined && sha512 !== undefined && file === again) archives.push({ file, sha512 });
  }
  return archives;
}

/** Makes another package refer to an archive of this one. May be repeated; throws when the archive is gone. */
export async function shareArchive(
  layout: Layout,
  { file, sha512 }: Archive,
  from: RepositoryName,
  to: RepositoryName,
): Promise<void> {
  const reference = layout.archive(to, file, sha512);
  await mkdir(dirname(reference), { recursive: true });
  // Either name may be gone while the other is there; the content is the same.
  if (!(await linkIfThere(layout.archive(from, file, sha512), reference))) {
    await linkFile(layout.blob(sha512), reference);
  }
}

async function storeBlob(blob: string, path: string): Promise<void> {
  if (await exists(blob)) return;
  await mkdir(dirname(blob), { recursive: true });
  // On disk before it has its name: a blob that exists is whole, also after a power cut.
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
  await linkFile(path, blob);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function noneIfGone(error: unknown): string[] {
  if (isGone(error)) return [];
  throw error;
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
