/** OpenSSH's own file of a private key (PROTOCOL.key of OpenSSH): what `ssh-keygen` writes, and every ssh reads. */
import { readWire, string, uint32 } from './wire.js';

const LABEL = 'OPENSSH PRIVATE KEY';
const MAGIC = Buffer.from('openssh-key-v1\0', 'latin1');
/** Without a cipher the private part is filled up to this. */
const BLOCK_BYTES = 8;
const LINE_CHARS = 70;

/** What such a file holds: the public key's bytes, or why it is of no use. */
export type OpenSshKey = { readonly ok: true; readonly blob: Buffer } | { readonly ok: false; readonly why: string };

/** Reads the bytes that the file has in base64. Throws a RangeError when they are cut off. */
export function readOpenSsh(bytes: Buffer): OpenSshKey {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return { ok: false, why: 'It is not what ssh-keygen writes.' };
  const reader = readWire(bytes.subarray(MAGIC.length));
  const [cipher, kdf] = [reader.string().toString('latin1'), reader.string().toString('latin1')];
  reader.string();
  if (cipher !== 'none' || kdf !== 'none') return { ok: false, why: WITH_PASSPHRASE };
  if (reader.uint32() !== 1) return { ok: false, why: 'A file with one key is needed.' };
  const blob = reader.string();
  const inner = readWire(reader.string());
  const isWhole = inner.uint32() === inner.uint32() && inner.string().equals(readWire(blob).string());
  return isWhole ? { ok: true, blob } : { ok: false, why: 'The key is damaged.' };
}

/** What is said of keys that nobody could type the passphrase for. */
export const WITH_PASSPHRASE = 'A key with a passphrase cannot be used; take one without.';

/** An Ed25519 key, of its 32 bytes each. `check`: any number, by which ssh tells whether it read well. */
export function writeEd25519(pair: { seed: Buffer; point: Buffer }, comment: string, check: number): string {
  const blob = ed25519Blob(pair.point);
  const key = [string('ssh-ed25519'), string(pair.point), string(Buffer.concat([pair.seed, pair.point]))];
  const inner = Buffer.concat([uint32(check), uint32(check), ...key, string(comment)]);
  const head = [MAGIC, string('none'), string('none'), string(''), uint32(1), string(blob)];
  return pem(Buffer.concat([...head, string(padded(inner))]));
}

/** The public key's bytes. */
export function ed25519Blob(point: Buffer): Buffer {
  return Buffer.concat([string('ssh-ed25519'), string(point)]);
}

/** Filled up by 1, 2, 3, … */
function padded(inner: Buffer): Buffer {
  const missing = (BLOCK_BYTES - (inner.length % BLOCK_BYTES)) % BLOCK_BYTES;
  return Buffer.concat([inner, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(new RegExp(`.{1,${LINE_CHARS}}`, 'g')) ?? [];
  return [`-----BEGIN ${LABEL}-----`, ...lines, `-----END ${LABEL}-----`, ''].join('\n');
}
