/** Public keys of SSH: as a forge takes them, and their fingerprints. */
import { createHash } from 'node:crypto';
import { readWire } from './wire.js';

/** What is told of a key: no secret. */
export interface PublicKey {
  /** One line, as in `authorized_keys` and as forges take it. */
  readonly line: string;
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
}

/** Kinds of keys that ssh takes today, without those that live in a device. */
const TYPES = ['ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'];
/** Shorter RSA keys are refused by servers, too. */
const MIN_RSA_BITS = 2048;

/** The key whose bytes, as SSH sends them, these are; `comment` tells people what it is for. */
export function publicKey(blob: Buffer, comment = ''): PublicKey {
  const type = readWire(blob).string().toString('latin1');
  return {
    line: `${type} ${blob.toString('base64')}${comment === '' ? '' : ` ${comment}`}`,
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
  };
}

/** What is wrong with such a key, or undefined. Throws a RangeError when it is cut off. */
export function whyNotKey(blob: Buffer): string | undefined {
  const reader = readWire(blob);
  const type = reader.string().toString('latin1');
  if (!TYPES.includes(type)) return `Keys of this kind are not taken; take one of ${TYPES.join(', ')}.`;
  if (type !== 'ssh-rsa') return undefined;
  reader.string();
  const bits = bitsOf(reader.string());
  return bits < MIN_RSA_BITS ? `An RSA key needs at least ${MIN_RSA_BITS} bits; this one has ${bits}.` : undefined;
}

function bitsOf(modulus: Buffer): number {
  const first = modulus.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (modulus.length - first - 1) * 8 + (32 - Math.clz32(modulus[first] ?? 0));
}
