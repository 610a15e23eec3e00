/** The keys that seal secrets, as their file has them. */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { KoprError } from '../errors/index.js';

/** AES-256. */
const KEY_BYTES = 32;

/** Keys by name. The first one seals; all open, so that a new key can be put before the old one. */
export interface Keyring {
  readonly sealing: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/**
 * Reads lines of `<name> <key>`, the key of 32 bytes in base64; empty lines and those that begin with `#` mean nothing.
 * Throws (code `keys`) on anything else, without a word of the file in the message.
 */
export function readKeyring(text: string): Keyring {
  const lines = text.split('\n').map((line) => line.trim());
  const keys = new Map<string, KeyObject>();
  for (const [at, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name, encoded] = /^([a-z0-9-]{1,32}) ([A-Za-z0-9+/]{43}=)$/.exec(line) ?? [];
    if (name === undefined || encoded === undefined)
      throw wrong(at, 'expected a name, a space, and 32 bytes in base64');
    if (keys.has(name)) throw wrong(at, 'the name is there already');
    keys.set(name, createSecretKey(Buffer.from(encoded, 'base64').subarray(0, KEY_BYTES)));
  }
  const [sealing] = keys.keys();
  if (sealing === undefined) throw new KoprError('keys', 'the file of sealing keys has no key');
  return { sealing, keys };
}

function wrong(at: number, why: string): KoprError {
  return new KoprError('keys', `line ${at + 1} of the file of sealing keys: ${why}`);
}
