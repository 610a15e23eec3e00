/** CONNECT: a tunnel to a target that is judged, resolved and connected here. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { dial } from './dial.js';
import { normalHost } from './host.js';
import { Denial, enter, type ProxyMeans, refusal } from './proxy-means.js';
import { relay } from './relay.js';

const AUTHORITY = /^(\[[0-9a-f:.]{2,45}\]|[^\s:@/?#[\]\\]{1,255}):(\d{1,5})$/i;

/** Serves one CONNECT. Never rejects. */
export async function serveTunnel(
  means: ProxyMeans,
  request: IncomingMessage,
  client: Duplex,
  head: Buffer,
): Promise<void> {
  client.on('error', () => client.destroy());
  let leave: (() => void) | undefined;
  try {
    leave = enter(means);
    const target = await openTarget(means, request.url ?? '', client);
    means.join(target);
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) client.unshift(head);
    relay(client, target, { idleMs: means.idleMs, spend: means.ledger.spend }, leave);
  } catch (error) {
    leave?.();
    // Who has gone needs no answer, and is nobody's failure.
    if (!client.destroyed) client.end(rawAnswer(refusal(means, error))).resume();
  }
}

async function openTarget(
  { rules, dialing, signalOf }: ProxyMeans,
  authority: string,
  client: Duplex,
): Promise<Duplex> {
  const [, name = '', port = ''] = AUTHORITY.exec(authority) ?? [];
  const host = normalHost(name.replace(/^\[|\]$/g, ''));
  if (host === undefined) throw new Denial(400, 'CONNECT takes a host and a port');
  if (rules.schemes.every((scheme) => scheme === 'http')) throw new Denial(403, 'only http is taken, and no tunnels');
  const dialed = await dial({ host, port: Number(port), speaks: 'anything' }, rules, dialing, signalOf(client));
  if (dialed.ok) return dialed.socket;
  throw new Denial(dialed.forbidden ? 403 : 502, dialed.problem);
}

function rawAnswer({ status, message }: Denial): string {
  const body = `${message}\n`;
  return [
    `HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Refused'}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
