/** A secret as somebody gives it for a package's private repository: what is taken, and what may be told of it. */
import type { SecretKind, SourceSecret } from '@kopr/proto';
import { readPrivateKey } from './ssh/private-key.js';
import type { PublicKey } from './ssh/public-key.js';

/** What was given; what is not of its kind does not count. */
export interface GivenSecret {
  readonly kind: SecretKind;
  /** A private key, as it was pasted. */
  readonly key: string;
  /** Lines of known_hosts; empty: whichever host key is met. */
  readonly knownHosts: string;
  /** Empty: any, as most forges have it. */
  readonly user: string;
  readonly token: string;
}

/** The secret, with what may be told of it; or the field that is wrong and why, without a word of the secret. */
export type ReadSecret =
  | { readonly ok: true; readonly secret: SourceSecret; readonly public: PublicKey | null }
  | { readonly ok: false; readonly field: 'key' | 'known_hosts' | 'user' | 'token'; readonly why: string };

const MAX_HOSTS_CHARS = 16_384;
/** Hosts, perhaps behind a mark; the kind of key; the key; a comment. */
const HOST_LINE = /^(@(cert-authority|revoked) +)?[!-~]+ +[a-z][\w.@-]+ +[A-Za-z\d+/]+={0,2}( .*)?$/;
/** Shorter ones would be taken out of logs where they mean something else. */
const MIN_TOKEN_CHARS = 8;
const MAX_TOKEN_CHARS = 2000;
/** GitHub, Gitea and GitLab want a name, and do not mind which. */
const ANY_USER = 'git';

/** Reads it. */
export function readSecret(given: GivenSecret): ReadSecret {
  return given.kind === 'ssh-key' ? readKey(given) : readToken(given);
}

function readKey({ key, knownHosts }: GivenSecret): ReadSecret {
  const read = readPrivateKey(key);
  if (!read.ok) return { ok: false, field: 'key', why: read.why };
  const lines = knownHosts.split('\n').map((line) => line.trim());
  const hosts = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const why = whyNotHosts(knownHosts, hosts);
  if (why !== undefined) return { ok: false, field: 'known_hosts', why };
  const kept = hosts.length === 0 ? null : `${hosts.join('\n')}\n`;
  return { ok: true, secret: { kind: 'ssh-key', key: read.text, knownHosts: kept }, public: read.public };
}

function whyNotHosts(text: string, lines: readonly string[]): string | undefined {
  if (text.length > MAX_HOSTS_CHARS) return `At most ${MAX_HOSTS_CHARS} characters are taken.`;
  return lines.every((line) => HOST_LINE.test(line))
    ? undefined
    : 'Each line is one of known_hosts, as ssh-keyscan prints them: the host, the kind of its key, the key.';
}

function readToken({ user, token }: GivenSecret): ReadSecret {
  const wrong = (field: 'user' | 'token', why: string) => ({ ok: false, field, why }) as const;
  if (!/^[!-~]*$/.test(token)) return wrong('token', 'A token is made of letters, digits and signs of ASCII.');
  if (token.length < MIN_TOKEN_CHARS || token.length > MAX_TOKEN_CHARS)
    return wrong('token', `A token has ${MIN_TOKEN_CHARS} to ${MAX_TOKEN_CHARS} characters.`);
  if (!/^[!-9;-~]{0,200}$/.test(user))
    return wrong('user', 'A user’s name has at most 200 letters, digits and signs of ASCII, and no colon.');
  return { ok: true, secret: { kind: 'token', user: user === '' ? ANY_USER : user, token }, public: null };
}
