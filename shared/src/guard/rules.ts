/** What a use of addresses takes, and what no use takes. */

/** Schemes that a use takes; `ssh` only where the caller has a deploy key, `svn` is svn://. */
export type Scheme = 'http' | 'https' | 'ftps' | 'git' | 'ssh' | 'svn';

/** The rules of one use. */
export interface GuardRules {
  /** Whether private and loopback addresses are taken, too: the operator's choice, and the tests'. */
  readonly allowPrivate: boolean;
  readonly schemes: readonly Scheme[];
  /** A server of the house that may be reached whatever its address: this host and port, nothing else of that host. */
  readonly own?: { readonly host: string; readonly port: number };
}

/** The rules as they are for one target. */
export function rulesFor(rules: GuardRules, host: string, port: number): GuardRules {
  const isOwn = rules.own?.host === host && rules.own.port === port;
  return isOwn ? { ...rules, allowPrivate: true } : rules;
}

const DEFAULT_PORTS: Readonly<Partial<Record<string, number>> & Record<Scheme, number>> = {
  http: 80,
  https: 443,
  ftps: 990,
  git: 9418,
  ssh: 22,
  svn: 3690,
};

/**
 * Submission and relay of mail: what speaks first there is a spammer. Every other port of a public address is taken:
 * forges and lookasides live on 3000, 8080 or 8443, and whoever can reach us can reach the public internet himself.
 */
const MAIL_PORTS: ReadonlySet<number> = new Set([25, 465, 587]);

/** The port of an address, also when it is the scheme's own and therefore not written down. */
export function portOf(url: URL): number {
  return url.port === '' ? (DEFAULT_PORTS[url.protocol.slice(0, -1)] ?? 0) : Number(url.port);
}

/** What is wrong with a port, or undefined. */
export function portProblem(port: number): string | undefined {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return 'the address names a port that does not exist';
  return MAIL_PORTS.has(port) ? `port ${port} is for mail; nothing is fetched from there` : undefined;
}
