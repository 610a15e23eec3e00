/** A key pair made here: only its public half ever leaves the house, to be pasted at the forge. */
import { generateKeyPairSync, randomInt } from 'node:crypto';
import { ed25519Blob, writeEd25519 } from '../domain/ssh/openssh-file.js';
import { publicKey, type PublicKey } from '../domain/ssh/public-key.js';

/** The private key as ssh reads it, and what may be shown. */
interface DeployKey {
  readonly key: string;
  readonly public: PublicKey;
}

const MAX_CHECK = 2 ** 32;

/** An Ed25519 key; `comment` tells people at the forge what it is for. */
export function newDeployKey(comment: string): DeployKey {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const pair = { seed: Buffer.from(d, 'base64url'), point: Buffer.from(x, 'base64url') };
  return {
    key: writeEd25519(pair, comment, randomInt(MAX_CHECK)),
    public: publicKey(ed25519Blob(pair.point), comment),
  };
}
