/** An internet of our own: names, addresses and servers in this process. No packet leaves the machine. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import type { Address, Network } from '@kopr/shared/guard';
import { isIP } from 'node:net';

/** What a name resolves to: each time the same, or one after the other; an Error is thrown. */
type Answers = readonly string[] | readonly (readonly string[] | Error)[];

/** What a test sets up, and what happened. */
export interface Internet extends Network {
  readonly names: Map<string, Answers>;
  /** By `address:port`. */
  readonly servers: Map<string, (socket: Duplex) => void>;
  /** Names in the order in which they were resolved, and connections as `address:port`. */
  readonly resolved: string[];
  readonly connected: string[];
  /** Names for which TLS was asked. */
  readonly secured: string[];
}

/** An empty one. Names are made known by `names`, and answer by `servers`. */
export function openInternet(): Internet {
  const names: Internet['names'] = new Map();
  const servers: Internet['servers'] = new Map();
  const [resolved, connected, secured]: string[][] = [[], [], []];
  return {
    names,
    servers,
    resolved: resolved!,
    connected: connected!,
    secured: secured!,
    resolve: (host) => {
      const times = resolved!.filter((name) => name === host).length;
      resolved!.push(host);
      const answers = names.get(host) ?? [];
      const answer = answers.some((one) => typeof one !== 'string')
        ? answers[Math.min(times, answers.length - 1)]
        : answers;
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve((answer as string[]).map(addressOf));
    },
    connect: ({ address, port, signal }) => {
      connected!.push(`${address}:${port}`);
      const server = servers.get(`${address}:${port}`);
      if (!server) {
        // Nobody answers, as where a firewall drops what comes.
        if (port === 81)
          return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
        return Promise.reject(
          Object.assign(new Error(`connect ECONNREFUSED ${address}:${port}`), { code: 'ECONNREFUSED' }),
        );
      }
      const [ours, theirs] = duplexPair();
      // As sockets do: who goes in the middle resets the connection.
      for (const [side, other] of [
        [ours, theirs],
        [theirs, ours],
      ] as const) {
        side.on('error', () => undefined);
        side.on('close', () => {
          if (!side.writableFinished)
            other.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
        });
      }
      server(theirs);
      return Promise.resolve(ours);
    },
    secure: (plain, host) => {
      secured!.push(host);
      return Promise.resolve(plain);
    },
  };
}

/** A server of the web for `Internet.servers`. */
export function webServer(listener: RequestListener): (socket: Duplex) => void {
  const server = createServer(listener);
  return (socket) => void server.emit('connection', socket);
}

/** A site that answers by path; a text that begins with `>` redirects. */
export function site(paths: Readonly<Record<string, string>>, asked: IncomingMessage[] = []): (socket: Duplex) => void {
  return webServer((request: IncomingMessage, response: ServerResponse) => {
    asked.push(request);
    const found = paths[request.url ?? ''];
    if (found === undefined) response.writeHead(404).end();
    else if (found.startsWith('>')) response.writeHead(302, { location: found.slice(1) }).end('moved');
    else response.end(found);
  });
}

function addressOf(address: string): Address {
  return { address, family: isIP(address) === 6 ? 6 : 4 };
}
