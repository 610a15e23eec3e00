/** The list of what an attempt produced: checked against the blobs once, then never changed. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manifest as manifestSchema, type Manifest } from '@kopr/proto';
import { ensureDir, unlessMissing, writeAtomically } from '../files/index.js';
import { blobsDir, heldOf } from './blobs.js';

/** A stored manifest; `digest` is the SHA-256 of the exact bytes that were put. */
export interface StoredManifest {
  readonly manifest: Manifest;
  readonly digest: string;
}

/** `refused` says what is wrong, for the builder's log. */
export type ManifestPut =
  | { readonly end: 'stored'; readonly digest: string }
  | { readonly end: 'other' }
  | { readonly end: 'refused'; readonly reason: string };

/** Whose manifest it must be. `dir` is the attempt's folder. */
export interface AttemptRef {
  readonly dir: string;
  readonly task: string;
  readonly attempt: number;
}

/** What a service wants of a manifest. Each says what is wrong, or undefined when nothing is. */
export interface ManifestRules {
  /** Which files it may name, and how. */
  wrongWith(manifest: Manifest): string | undefined;
  /** Whether the file at `path` is what its name says. */
  wrongWithFile(name: string, path: string): Promise<string | undefined>;
}

/** Stores `bytes` as the attempt's manifest, if all that it names is there and may be named so. */
export async function putManifest(ref: AttemptRef, bytes: Buffer, rules: ManifestRules): Promise<ManifestPut> {
  const present = await readManifest(ref.dir);
  if (present) return present.digest === digestOf(bytes) ? { end: 'stored', digest: present.digest } : { end: 'other' };
  const parsed = manifestSchema.safeParse(parseJson(bytes));
  if (!parsed.success) return refused(`the manifest does not fit: ${parsed.error.issues[0]?.message ?? ''}`);
  const { data } = parsed;
  const reason = wrongWith(data, ref) ?? rules.wrongWith(data) ?? (await wrongWithFiles(data, ref.dir, rules));
  if (reason !== undefined) return refused(reason);
  await ensureDir(ref.dir);
  await writeAtomically(pathIn(ref.dir), bytes);
  return { end: 'stored', digest: digestOf(bytes) };
}

/** The attempt's manifest, or undefined while there is none. */
export async function readManifest(dir: string): Promise<StoredManifest | undefined> {
  const bytes = await unlessMissing(readFile(pathIn(dir)));
  return bytes && { manifest: manifestSchema.parse(parseJson(bytes)), digest: digestOf(bytes) };
}

function wrongWith({ task, attempt, files }: Manifest, ref: AttemptRef): string | undefined {
  if (task !== ref.task || attempt !== ref.attempt) return 'the manifest is of another attempt';
  const names = files.map(({ name }) => name);
  return new Set(names).size === names.length ? undefined : 'the manifest names a file twice';
}

async function wrongWithFiles({ files }: Manifest, dir: string, rules: ManifestRules): Promise<string | undefined> {
  for (const { name, size, sha256 } of files) {
    const held = await heldOf(blobsDir(dir), sha256);
    if (!held.whole) return `${name}: not uploaded`;
    if (held.bytes !== size) return `${name}: has ${held.bytes} bytes, not ${size}`;
    const reason = await rules.wrongWithFile(name, join(blobsDir(dir), sha256));
    if (reason !== undefined) return `${name}: ${reason}`;
  }
  return undefined;
}

function refused(reason: string): ManifestPut {
  return { end: 'refused', reason };
}

function pathIn(dir: string): string {
  return join(dir, 'manifest.json');
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
