/** Writing files so that a crash leaves the old one, the new one, or none: never half of one. */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Makes the folder and what is missing above it. */
export async function ensureDir(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
}

/** Puts `content` at `path` in one step and onto the disk. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const part = partOf(path);
  const file = await open(part, 'w', 0o644);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}

/** Puts the gzip of `source` at `target` in one step and onto the disk; `source` stays. */
export async function gzipAtomically(source: string, target: string): Promise<void> {
  const part = partOf(target);
  try {
    await pipeline(createReadStream(source), createGzip(), createWriteStream(part));
    await syncFile(part);
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** A name beside `path` that the web server does not list or serve. */
export function partOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`);
}

/** Forces a file's bytes, or a folder's names, onto the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The file's size in bytes, or undefined when there is no file. */
export async function sizeOf(path: string): Promise<number | undefined> {
  return (await unlessMissing(stat(path)))?.size;
}

/** The text of a file, or undefined when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return unlessMissing(readFile(path, 'utf8'));
}

/** What `work` comes to, or undefined when the file or folder it looks for is not there. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
