/** The names of hosts, in the one form in which they are judged. */
import { isIP } from 'node:net';
import { parseUrl } from '../domain/index.js';
import { isPublicAddress } from './address.js';

const MAX_NAME = 253;
/** A name that begins with a dash would be an option to ssh, and to others. */
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * A host as URLs of the web have it: lower case, IDNs in ASCII, every spelling of an IPv4 address (decimal, octal, hex,
 * short, fullwidth) as four numbers; IPv6 without brackets, no dot at the end. Undefined when it can be no host.
 */
export function normalHost(text: string): string | undefined {
  const bare = isIP(text) === 6 ? `[${text}]` : text;
  const url = /[\p{Cc}\p{Z}/\\?#@]/u.test(bare) ? undefined : parseUrl(`http://${bare}/`);
  if (!url || url.port !== '' || (bare.includes(':') && !bare.startsWith('['))) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isIP(host) !== 0 || isName(host) ? host : undefined;
}

/** Whether a host says by its text alone that it is not of the public internet. Other names are judged by their addresses. */
export function isPrivateHost(host: string): boolean {
  return isIP(host) === 0 ? /(^|\.)localhost$/.test(host) : !isPublicAddress(host);
}

/** What is said of hosts that are refused for where they are. */
export function privateHostProblem(host: string): string {
  return `${host} is not an address of the public internet; nothing is fetched from there`;
}

function isName(host: string): boolean {
  return host.length <= MAX_NAME && host.split('.').every((label) => LABEL.test(label));
}
