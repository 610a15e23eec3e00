/** A forward proxy on this machine's loopback, so that tools that fetch by themselves (git, curl, pip, svn) are guarded, too. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once, setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import type { DialOptions } from './dial.js';
import { type Door, wayTo } from './door.js';
import { ANYWHERE, serveForward, type Way } from './forward.js';
import { type Ledger, openLedger } from './ledger.js';
import type { ProxyMeans } from './proxy-means.js';
import type { GuardRules } from './rules.js';
import { serveTunnel } from './tunnel.js';
import { upstreamOf } from './upstream.js';

/** Bounds of a proxy, beside those of its connections. */
export interface GuardProxyOptions extends DialOptions {
  /** To targets, at the same time. */
  readonly maxConnections?: number;
  /** A connection in which nothing moves for so long is ended. */
  readonly idleMs?: number;
  /** Of all connections, in both directions. */
  readonly maxBytes?: number;
  readonly maxHeaderBytes?: number;
}

/** A running proxy. */
export interface GuardProxy {
  /** For `http_proxy` and `https_proxy`. */
  readonly url: string;
  /** Why targets were refused: the true reason behind a tool's "403". */
  problems(): readonly string[];
  /** Why allowed targets could not be reached, as a tool's "502". */
  failures(): readonly string[];
  /** Begins to listen; answers the newest problem or failure since, also when the same was noted before. */
  watch: Ledger['watch'];
  bytes(): number;
  /** A further entrance, to the server of this address alone and past no redirect; what it moves counts as the proxy's. */
  openDoor(server: URL): Promise<Door>;
  /** Ends all connections; doors are closed by whoever opened them. */
  close(): Promise<void>;
}

const DEFAULTS = { maxConnections: 64, idleMs: 120_000, maxBytes: Infinity, maxHeaderBytes: 32 * 1024 };

/** Starts it on 127.0.0.1, at a port that the kernel chooses. Rejects when the operator's proxy has no usable address. */
export async function startGuardProxy(rules: GuardRules, options: GuardProxyOptions = {}): Promise<GuardProxy> {
  const { maxConnections, idleMs, maxBytes, maxHeaderBytes } = { ...DEFAULTS, ...options };
  upstreamOf(options.via);
  const ledger = openLedger(maxConnections, maxBytes);
  const means = { rules, dialing: options, ledger, idleMs, maxHeaderBytes, signalOf: clientSignals() };
  const main = await listen(means, ANYWHERE, true);
  return {
    url: main.url,
    problems: () => [...ledger.problems],
    failures: () => [...ledger.failures],
    watch: ledger.watch,
    bytes: ledger.bytes,
    openDoor: async (server) => {
      const { lead, admit, ...way } = wayTo(server);
      return { ...way, ...(await listen(means, { lead, admit }, false)) };
    },
    close: main.close,
  };
}

/** One entrance, with the connections that came in by it. */
async function listen(
  common: Omit<ProxyMeans, 'join'>,
  way: Way,
  hasTunnels: boolean,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const open = new Set<Duplex>();
  const join = (socket: Duplex): void => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  };
  const server = createProxyServer({ ...common, join }, way, hasTunnels);
  server.on('connection', (client) => {
    join(client);
    common.signalOf(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function createProxyServer(means: ProxyMeans, way: Way, hasTunnels: boolean): Server {
  const server = createServer(
    { maxHeaderSize: means.maxHeaderBytes, insecureHTTPParser: false },
    (request, response) => {
      void serveForward(means, way, request, response);
    },
  );
  // Without a listener Node ends the connection of whoever asks for a tunnel.
  if (hasTunnels) server.on('connect', (request, client, head) => void serveTunnel(means, request, client, head));
  server.on('clientError', (_error, socket) =>
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n').resume(),
  );
  return server;
}

/** One signal per client, which may make many requests. */
function clientSignals(): (client: Duplex) => AbortSignal {
  const known = new WeakMap<Duplex, AbortSignal>();
  return (client) => {
    const found = known.get(client);
    if (found) return found;
    const gone = new AbortController();
    client.once('close', () => gone.abort());
    // Each of its requests listens; the ledger bounds how many there are.
    setMaxListeners(0, gone.signal);
    known.set(client, gone.signal);
    return gone.signal;
  };
}
