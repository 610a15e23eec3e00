/** Plays a builder at the intake: puts files and a manifest, as `builder.ts` of proto says. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Manifest } from '@kopr/proto';
import { bearer, type House, type TokenWish } from './house.js';
import type { BuiltRpm } from './rpms.js';

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** A file by the name under which it is delivered. */
export interface Delivery {
  readonly name: string;
  readonly bytes: Buffer;
}

/** RPMs as deliveries, with a log, a spec and a results.json beside them. */
export async function deliveryOf(rpms: readonly BuiltRpm[], spec: string): Promise<Delivery[]> {
  const files = await Promise.all(rpms.map(async ({ name, path }) => ({ name, bytes: await readFile(path) })));
  const text = (name: string, content: string): Delivery => ({ name, bytes: Buffer.from(content) });
  return [
    ...files,
    text('build.log', 'it was built\n'),
    text(`${spec}.spec`, 'Name: x\n'),
    text('results.json', '{"packages":[]}'),
  ];
}

/** Puts one blob; the answer. */
export function putBlob(
  house: House,
  who: TokenWish,
  bytes: Buffer,
  headers: Record<string, string> = {},
): Promise<Response> {
  const url = `${house.url}/intake/${who.task}/${who.attempt ?? 1}/blobs/${sha256(bytes)}`;
  return fetch(url, { method: 'PUT', body: new Uint8Array(bytes), headers: { ...bearer(who), ...headers } });
}

/** The manifest of these files. */
export function manifestOf(who: TokenWish, files: readonly Delivery[], change: Partial<Manifest> = {}): string {
  const listed = files.map(({ name, bytes }) => ({ name, size: bytes.length, sha256: sha256(bytes) }));
  const { task, attempt = 1 } = who;
  return JSON.stringify({ task, attempt, outcome: 'succeeded', reason: null, files: listed, packages: [], ...change });
}

/** Puts a manifest; the answer. */
export function putManifest(house: House, who: TokenWish, manifest: string): Promise<Response> {
  const url = `${house.url}/intake/${who.task}/${who.attempt ?? 1}/manifest`;
  return fetch(url, { method: 'PUT', body: manifest, headers: { ...bearer(who), 'content-type': 'application/json' } });
}

/** Puts everything; the manifest's digest. */
export async function deliver(
  house: House,
  who: TokenWish,
  files: readonly Delivery[],
  change: Partial<Manifest> = {},
): Promise<string> {
  for (const { bytes } of files) await putBlob(house, who, bytes);
  const manifest = manifestOf(who, files, change);
  const answer = await putManifest(house, who, manifest);
  if (answer.status !== 201) throw new Error(`manifest: ${answer.status} ${await answer.text()}`);
  return sha256(manifest);
}
