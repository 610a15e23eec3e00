/** Whether a delivery was signed with the project's key. All comparisons take the same time, however much is right. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { headerOf, type Headers, type Sender } from './forge.js';

/** What a project knows of its senders. */
export interface Keys {
  /** Stands in the hooks' addresses. */
  readonly secret: string;
  /** What deliveries are signed with; null: with the secret. */
  readonly key: string | null;
  /** Whether unsigned deliveries are refused. */
  readonly demanded: boolean;
}

/** Whether two secrets are the same. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digestOf(one), digestOf(other));
}

/** Why the signature is refused; undefined when it is good, or missing and not demanded. */
export function whyNotSigned(sender: Sender, headers: Headers, body: Buffer, keys: Keys): string | undefined {
  const key = keys.key ?? keys.secret;
  const [token, signature] = [
    headerOf(headers, sender.token ? [sender.token] : []),
    signatureOf(headers, sender.signature),
  ];
  if (token !== '') return isSame(token, key) ? undefined : `${sender.token ?? ''} is not the project’s key`;
  const isKnown = !sender.ownKey || keys.key !== null;
  if (signature !== '' && isKnown)
    return isSignature(signature, body, key) ? undefined : 'the signature was not made with the project’s key';
  return keys.demanded ? 'the project demands a signature made with its key' : undefined;
}

/** What names an algorithm and nothing else is none: Gitea sends it where a hook has no secret. */
function signatureOf(headers: Headers, names: readonly string[]): string {
  const values = names.map((name) => headers[name] ?? '');
  return values.find((value) => !/^([\w-]+=)?$/.test(value)) ?? '';
}

function isSignature(signature: string, body: Buffer, key: string): boolean {
  const [, algorithm = 'sha256', digits] = /^(?:(sha1|sha256)=)?([0-9a-f]{40,64})$/.exec(signature) ?? [];
  return digits !== undefined && isSame(digits, createHmac(algorithm, key).update(body).digest('hex'));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
