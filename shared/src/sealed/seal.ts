/**
 * Sealing: AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits. Wire form: `sealed.<key's name>.` and base64url of
 * nonce, ciphertext and tag. What the secret belongs to is sealed with it: elsewhere it does not open.
 */
import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import type { Keyring } from './keyring.js';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The secret, or why it cannot be had (for the log; never part of a secret). */
export type Unsealed = { readonly ok: true; readonly secret: string } | { readonly ok: false; readonly reason: string };

/** Seals `secret` for what `belongsTo` names, as `package 7 ssh-key`: the same words are needed to open it. */
export function seal({ sealing, keys }: Keyring, secret: string, belongsTo: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  // A keyring's sealing key is one of its keys.
  const cipher = createCipheriv(ALGORITHM, keys.get(sealing) as KeyObject, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(belongsTo));
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `sealed.${sealing}.${sealed.toString('base64url')}`;
}

/** Opens what `seal` made with any key of the ring. */
export function unseal({ keys }: Keyring, sealed: string, belongsTo: string): Unsealed {
  const [word, name = '', encoded = '', ...rest] = sealed.split('.');
  if (word !== 'sealed' || rest.length > 0) return { ok: false, reason: 'it is not sealed' };
  const key = keys.get(name);
  if (!key) return { ok: false, reason: `the key ${name} is not in the file of sealing keys` };
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return { ok: false, reason: 'it is too short' };
  return open(key, bytes, belongsTo);
}

function open(key: KeyObject, bytes: Buffer, belongsTo: string): Unsealed {
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(belongsTo));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return { ok: true, secret: Buffer.concat([opened, decipher.final()]).toString('utf8') };
  } catch {
    return { ok: false, reason: 'it was changed, or belongs to something else' };
  }
}
