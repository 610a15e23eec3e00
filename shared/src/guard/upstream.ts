/** The operator's own proxy, for machines that reach the internet only through one. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Address, Network } from './network.js';

/** Its address; throws when the operator gave none that could be used. */
export function upstreamOf(via: string | undefined): URL | undefined {
  if (via === undefined) return undefined;
  const url = new URL(via);
  if (url.protocol !== 'http:') throw new TypeError(`a proxy's address must begin with http://, not ${url.protocol}`);
  return url;
}

/** The header by which it knows us, if it asks for a name and a password. */
export function upstreamHeaders({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A connection to the proxy. Its address is the operator's, not a stranger's, so it may be private. */
export async function reachUpstream({ hostname, port }: URL, network: Network, signal: AbortSignal): Promise<Duplex> {
  const [address] = await addressesOf(hostname.replace(/^\[|\]$/g, ''), network);
  if (!address) throw new Error('it has no address');
  return network.connect({ ...address, port: Number(port || 80), signal });
}

async function addressesOf(host: string, network: Network): Promise<readonly Address[]> {
  const family = isIP(host);
  return family === 0 ? network.resolve(host) : [{ address: host, family: family === 4 ? 4 : 6 }];
}

/** Asks for a tunnel to `authority` on a connection to the proxy. */
export async function tunnelUpstream(
  socket: Duplex,
  upstream: URL,
  authority: string,
  signal: AbortSignal,
): Promise<Duplex> {
  const headers = { host: authority, ...upstreamHeaders(upstream) };
  const asked = request({ method: 'CONNECT', path: authority, headers, createConnection: () => socket });
  // It may fail once more when nobody waits for it any longer, and an error that nobody hears ends the process.
  asked.on('error', () => undefined);
  // Not of `request` itself: that would end the tunnel, too, long after it was made.
  const answered = once(asked, 'connect', { signal }) as Promise<[IncomingMessage, Duplex, Buffer]>;
  asked.end();
  const [{ statusCode }, tunnel, head] = await answered;
  if (statusCode !== 200) throw new Error(`it answered ${String(statusCode)}`);
  if (head.length > 0) tunnel.unshift(head);
  return tunnel;
}
