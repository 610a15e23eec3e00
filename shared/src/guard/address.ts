/** Tells the public internet from everything else, whatever form an address is written in. */
import { BlockList, isIP } from 'node:net';

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
/** The public IPv6 internet, and what is taken out of it: protocol assignments and documentation. */
const PUBLIC_V6 = [['2000::', 3]] as const;
const PRIVATE_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
] as const;

const privateV4 = blockList(PRIVATE_V4, 'ipv4');
const publicV6 = blockList(PUBLIC_V6, 'ipv6');
const privateV6 = blockList(PRIVATE_V6, 'ipv6');

/** Whether an address belongs to the public internet. Forms that carry an IPv4 address are judged by that one. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return isPublicV4(address);
  // A zone (`%eth0`) belongs to link-local addresses, which are nobody's public ones.
  return family === 6 && !address.includes('%') && isPublicV6(groupsOf(address));
}

function isPublicV4(address: string): boolean {
  return !privateV4.check(address, 'ipv4');
}

/** The eight groups of 16 bits. */
type Groups = readonly [number, number, number, number, number, number, number, number];

function isPublicV6(groups: Groups): boolean {
  const inside = tunnelled(groups);
  if (inside) return inside.every(isPublicV4);
  const address = groups.map((group) => group.toString(16)).join(':');
  return (
    publicV6.check(address, 'ipv6') && !privateV6.check(address, 'ipv6') && (isatap(groups) ?? []).every(isPublicV4)
  );
}

/**
 * The IPv4 addresses where packets to this one end up, for prefixes that mean nothing else. Compatible addresses
 * (`::a.b.c.d`) and NAT64 of local use (64:ff9b:1::/48, whose layout is the operator's secret) are not here: nobody
 * in public has them, so they are not public, whatever they carry.
 */
function tunnelled([a, b, c, d, e, f, g, h]: Groups): string[] | undefined {
  const middleIsZero = c === 0 && d === 0 && e === 0;
  // Mapped: ::ffff:a.b.c.d
  if (a === 0 && b === 0 && middleIsZero && f === 0xffff) return [v4(g, h)];
  // NAT64: 64:ff9b::a.b.c.d
  if (a === 0x64 && b === 0xff9b && middleIsZero && f === 0) return [v4(g, h)];
  // 6to4: 2002:a.b.c.d::
  if (a === 0x2002) return [v4(b, c)];
  // Teredo: the server stands in front, the client, inverted, at the end.
  if (a === 0x2001 && b === 0) return [v4(c, d), v4(g ^ 0xffff, h ^ 0xffff)];
  return undefined;
}

/** ISATAP, below any prefix: …:0:5efe:a.b.c.d, with or without the bit that says "globally unique". */
function isatap([, , , , e, f, g, h]: Groups): string[] | undefined {
  return (e === 0 || e === 0x0200) && f === 0x5efe ? [v4(g, h)] : undefined;
}

function v4(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** `address` is a valid IPv6 address without a zone. */
function groupsOf(address: string): Groups {
  // URLs have one way to write an address: eight groups, the longest run of zeros as `::`, no dots.
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const [left, right] = [words(head), words(tail ?? '')];
  const zeros = Array<number>(8 - left.length - right.length).fill(0);
  return [...left, ...zeros, ...right] as unknown as Groups;
}

function words(text: string): number[] {
  return text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16));
}

function blockList(nets: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [net, bits] of nets) list.addSubnet(net, bits, family);
  return list;
}
