/** Whether a delivery was signed with the project's key. All comparisons take the same time, however much is right. */
import { createHmac } from 'node:crypto';
import type { Headers, Sender } from './forge.js';
import { isSame } from './same.js';
import { hasStandard, standardKey, whyNotStandard } from './standard-webhooks.js';

/** What a project knows of its senders. */
export interface Keys {
  /** Stands in the hooks' addresses. */
  readonly secret: string;
  /** What deliveries are signed with; null: with the secret. */
  readonly key: string | null;
  /** Whether unsigned deliveries are refused. */
  readonly demanded: boolean;
}

/** What there is to be judged. `now`: when it came. */
export interface Signed {
  readonly headers: Headers;
  readonly body: Buffer;
  readonly now: Date;
}

/** What a signature was found to be; undefined: there is none, or none that tells anything. */
type Found = { readonly why: string | undefined } | undefined;

/** Why the signature is refused; undefined when it is good, or missing and not demanded. The one that proves most counts. */
export function whyNotSigned(sender: Sender, signed: Signed, keys: Keys): string | undefined {
  const found =
    standardOf(sender, signed, keys) ??
    tokenOf(sender, signed, keys) ??
    digestOf(sender, signed, keys) ??
    strangeOf(sender, signed, keys);
  if (found) return found.why;
  return keys.demanded ? 'the project demands a signature made with its key' : undefined;
}

function standardOf({ standard }: Sender, { headers, body, now }: Signed, { key }: Keys): Found {
  const bytes = standard && key !== null && hasStandard(headers) ? standardKey(key) : undefined;
  return bytes && { why: whyNotStandard(headers, body, bytes, now) };
}

function tokenOf({ token }: Sender, { headers }: Signed, { key, secret }: Keys): Found {
  const sent = token === undefined ? '' : (headers[token] ?? '');
  if (sent === '') return undefined;
  return { why: isSame(sent, key ?? secret) ? undefined : `${token ?? ''} is not the project’s key` };
}

function digestOf({ signature: names, ownKey }: Sender, { headers, body }: Signed, { key, secret }: Keys): Found {
  const signature = signatureOf(headers, names);
  if (signature === '' || (ownKey && key === null)) return undefined;
  const isGood = isSignature(signature, body, key ?? secret);
  return { why: isGood ? undefined : 'the signature was not made with the project’s key' };
}

/** Made with another key than the project's: one that GitLab made up. Without a key of the project's it tells nothing. */
function strangeOf({ standard }: Sender, { headers }: Signed, { key }: Keys): Found {
  if (!standard || key === null || !hasStandard(headers)) return undefined;
  return { why: 'the project’s key is no signing token (whsec_…), with which webhook-signature is made' };
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
