/** Plays a source task's builder at the intake. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import type { BuilderToken, Manifest } from '@kopr/proto';
import { signToken } from '@kopr/shared/token';

const keys = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** What dist-git checks the tokens of tests with. */
export const PUBLIC_KEY = keys.publicKey;

/** Who puts: the token's own words, as far as they are not the ordinary ones. */
export type Who = Pick<BuilderToken, 'task'> & Partial<BuilderToken>;

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** The header with a builder's token. */
export function bearer(who: Who): { authorization: string } {
  const results = `alice/tools/srpm-builds/${who.task.padStart(8, '0')}`;
  const ordinary = { attempt: 1, use: 'builder', expiry: 4_000_000_000, bytes: 100_000_000, results } as const;
  return { authorization: `Bearer ${signToken({ ...ordinary, ...who }, keys.privateKey)}` };
}

/** Puts one file; the answer. */
export function putBlob(url: string, who: Who, bytes: Buffer, headers: Record<string, string> = {}): Promise<Response> {
  const path = `/intake/${who.task}/${who.attempt ?? 1}/blobs/${sha256(bytes)}`;
  const body = new Uint8Array(bytes);
  return fetch(url + path, { method: 'PUT', body, headers: { ...bearer(who), ...headers } });
}

/** The manifest of one SRPM, or of none. */
export function manifestOf(who: Who, srpm: Buffer | undefined, change: Partial<Manifest> = {}): string {
  const files = srpm ? [{ name: 'hello-1.0-1.src.rpm', size: srpm.length, sha256: sha256(srpm) }] : [];
  const { task, attempt = 1 } = who;
  return JSON.stringify({ task, attempt, outcome: 'succeeded', reason: null, files, packages: [], ...change });
}

/** Puts a manifest; the answer. */
export function putManifest(url: string, who: Who, manifest: string): Promise<Response> {
  const path = `/intake/${who.task}/${who.attempt ?? 1}/manifest`;
  return fetch(url + path, { method: 'PUT', body: manifest, headers: bearer(who) });
}

/** Puts an SRPM and its manifest, all as it should be; the manifest's digest. */
export async function deliver(url: string, who: Who, srpm: Buffer, change: Partial<Manifest> = {}): Promise<string> {
  const manifest = manifestOf(who, srpm, change);
  const answers = [await putBlob(url, who, srpm), await putManifest(url, who, manifest)];
  const refused = answers.find(({ status }) => status !== 201);
  if (refused) throw new Error(`the intake answered ${refused.status}: ${await refused.text()}`);
  return sha256(manifest);
}
