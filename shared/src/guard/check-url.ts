/** Judges the text of an address that a stranger gave. */
import { parseUrl } from '../domain/index.js';
import { isPrivateHost, normalHost, privateHostProblem } from './host.js';
import { type GuardRules, portOf, portProblem, rulesFor, type Scheme } from './rules.js';

/** The address in the one form that may be handed on (the text may mean something else to another tool), or the problem in words for packagers. */
export type UrlCheck = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly problem: string };

/** Signed addresses of object stores have some 2,000 characters. */
const MAX_CHARS = 8192;
/** What URL parsers drop, move or read differently from each other. */
const ODD = /[\p{Cc}\p{Cf}\p{Z}\\]/u;
/** Servers write spaces into redirects, and everybody takes them. */
const ODD_IN_REDIRECT = /[\p{Cc}\p{Cf}\\]/u;
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i;
const SSH_USER = /^\w[\w.+-]*$/;

/**
 * Judges the text of an address, and a literal IP in it; names are judged when they are resolved (`checkHost`).
 * `base` is where a redirect was found. Never throws.
 */
export function checkUrl(text: string, rules: GuardRules, base?: string): UrlCheck {
  if (text.length > MAX_CHARS) return refuse(`the address is longer than ${MAX_CHARS} characters`);
  if ((base === undefined ? ODD : ODD_IN_REDIRECT).test(text)) {
    return refuse('the address holds spaces, backslashes or characters that cannot be seen');
  }
  const url = parseUrl(text, base);
  if (!url) return refuse('the address is not a URL');
  const problem = schemeProblem(url, rules) ?? formProblem(url, base ?? text) ?? portProblem(portOf(url));
  return problem === undefined ? checkHostOf(url, rules) : refuse(problem);
}

function schemeProblem({ protocol }: URL, { schemes }: GuardRules): string | undefined {
  const scheme = protocol.slice(0, -1);
  if (schemes.includes(scheme as Scheme)) return undefined;
  return `sources are fetched by ${listed(schemes)}, not by ${scheme}`;
}

function listed(schemes: readonly string[]): string {
  return [schemes.slice(0, -1).join(', '), ...schemes.slice(-1)].filter((part) => part !== '').join(' or ');
}

/** Everything but a plain `scheme://host/…`. A name in front of the host is part of an ssh address, and of no other. */
function formProblem({ protocol, username, password }: URL, text: string): string | undefined {
  if (!ABSOLUTE.test(text)) return 'the address names no host';
  const isUserFine = username === '' || (protocol === 'ssh:' && SSH_USER.test(username));
  return isUserFine && password === '' ? undefined : 'the address holds a user name or a password';
}

function checkHostOf(url: URL, rules: GuardRules): UrlCheck {
  // Only http and its kin are normalised by the parser; other tools would resolve what they read as they please.
  const host = url.hostname === '' ? undefined : normalHost(url.hostname);
  if (host === undefined) return refuse('the address names no host that there could be');
  const { allowPrivate } = rulesFor(rules, host, portOf(url));
  if (!allowPrivate && isPrivateHost(host)) return refuse(privateHostProblem(host));
  url.hostname = host.includes(':') ? `[${host}]` : host;
  return { ok: true, url };
}

function refuse(problem: string): UrlCheck {
  return { ok: false, problem };
}
