/**
 * Keeps a URL that a stranger gave from reaching into the house's own network: only http and https, and only
 * addresses of the public internet. The address is checked when the connection is made, so that a name which
 * resolves to something else the second time gains nothing.
 */
import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Refusal } from '../domain/refusal.js';

/** Not routed in public, or leading back to this machine or its neighbours (IANA's special-purpose registries). */
const PRIVATE_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
/** The public IPv6 internet; 2001:db8::/32 and the tunnels, which carry an IPv4 address inside, are taken out. */
const PUBLIC_V6 = [['2000::', 3]] as const;
const PRIVATE_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const privateV4 = new BlockList();
for (const [net, bits] of PRIVATE_V4) privateV4.addSubnet(net, bits, 'ipv4');
const publicV6 = new BlockList();
for (const [net, bits] of PUBLIC_V6) publicV6.addSubnet(net, bits, 'ipv6');
const privateV6 = new BlockList();
for (const [net, bits] of PRIVATE_V6) privateV6.addSubnet(net, bits, 'ipv6');

/** Whether an address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !privateV4.check(address, 'ipv4');
  return family === 6 && publicV6.check(address, 'ipv6') && !privateV6.check(address, 'ipv6');
}

/** Parses an address to fetch from; refuses other schemes, and literal private addresses unless those are allowed. */
export function checkUrl(text: string, base: string | undefined, allowPrivate: boolean): URL {
  if (!URL.canParse(text, base)) throw new Refusal('download', 'the source’s address is not a URL');
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Refusal('download', `sources are fetched by http or https, not by ${url.protocol.slice(0, -1)}`);
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is never looked up, so it is judged here.
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw privateTarget(host);
  return url;
}

/** A lookup for `net.connect` that knows no private addresses. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    // All of them must be public: the one that is tried first is anybody's guess.
    const hidden = error ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
    const [first] = error ? [] : addresses;
    if (error) callback(error, '', 0);
    else if (hidden || !first) callback(privateTarget(hostname), '', 0);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function privateTarget(host: string): Refusal {
  return new Refusal(
    'download',
    `${host} is not an address of the public internet; sources are not fetched from there`,
  );
}
