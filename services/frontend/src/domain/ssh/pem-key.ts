/** Private keys in the older files (`RSA PRIVATE KEY`, `EC PRIVATE KEY`, `PRIVATE KEY`), which ssh reads as well. */
import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { ed25519Blob, WITH_PASSPHRASE, writeEd25519 } from './openssh-file.js';
import { mpint, string } from './wire.js';

/** The public key's bytes, and the file in a form that every ssh reads; or why it is of no use. */
export type PemKey =
  { readonly ok: true; readonly blob: Buffer; readonly text: string } | { readonly ok: false; readonly why: string };

/** SSH's names of curves. */
const CURVES: Readonly<Record<string, string>> = { 'P-256': 'nistp256', 'P-384': 'nistp384', 'P-521': 'nistp521' };

/** Reads a whole file. */
export function readPem(text: string): PemKey {
  const key = parsed(text);
  if (typeof key === 'string') return { ok: false, why: key };
  const jwk = key.export({ format: 'jwk' });
  if (jwk.kty === 'RSA') return { ok: true, text, blob: rsaBlob(jwk) };
  const curve = CURVES[jwk.crv ?? ''];
  if (jwk.kty === 'EC' && curve !== undefined) return { ok: true, text, blob: ecBlob(jwk, curve) };
  if (jwk.crv === 'Ed25519') return ed25519(jwk);
  return { ok: false, why: 'Keys of this kind are not taken.' };
}

function parsed(text: string): KeyObject | string {
  if (/ENCRYPTED/.test(text)) return WITH_PASSPHRASE;
  try {
    const key = createPrivateKey({ key: text, format: 'pem' });
    return KINDS.includes(key.asymmetricKeyType ?? '') ? key : 'Keys of this kind are not taken.';
  } catch {
    // What OpenSSL says of it tells packagers nothing.
    return 'The key is damaged.';
  }
}

/** Others have no form of JWK. */
const KINDS = ['rsa', 'ec', 'ed25519'];

/** Only the newest ssh reads these as they are. */
function ed25519(jwk: JsonWebKey): PemKey {
  const [seed, point] = [part(jwk.d), part(jwk.x)];
  return { ok: true, blob: ed25519Blob(point), text: writeEd25519({ seed, point }, '', point.readUInt32BE()) };
}

function rsaBlob({ e, n }: JsonWebKey): Buffer {
  return Buffer.concat([string('ssh-rsa'), mpint(part(e)), mpint(part(n))]);
}

function ecBlob({ x, y }: JsonWebKey, curve: string): Buffer {
  const point = Buffer.concat([Buffer.from([4]), part(x), part(y)]);
  return Buffer.concat([string(`ecdsa-sha2-${curve}`), string(curve), string(point)]);
}

function part(encoded: string | undefined): Buffer {
  return Buffer.from(encoded ?? '', 'base64url');
}
