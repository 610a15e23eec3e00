/** The steps that reach out of this process; tests put their own in place of them, and no packet leaves the machine. */
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect as connectSocket, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type SecureContext } from 'node:tls';

/** An address that a name resolved to. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Where a connection goes: an address, never a name, so that nothing is resolved a second time. */
export interface Endpoint extends Address {
  readonly port: number;
  readonly signal: AbortSignal;
}

/** Replaceable steps; each rejects when it fails. */
export interface Network {
  /** All addresses of a name. */
  resolve(host: string): Promise<readonly Address[]>;
  connect(to: Endpoint): Promise<Duplex>;
  /** TLS on top of a connection, for the name that the certificate must have. Without it: Node's own. */
  secure?(plain: Duplex, host: string, signal: AbortSignal): Promise<Duplex>;
}

/** The machine's resolver and its sockets. */
export const realNetwork: Network = {
  resolve: async (host) => {
    const found = await lookup(host, { all: true });
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  },
  connect: async ({ address, family, port, signal }) => {
    const socket = connectSocket({ host: address, family, port, noDelay: true });
    return whenReady(socket, 'connect', signal);
  },
};

/** TLS as the network does it. */
export function secure(network: Network, plain: Duplex, host: string, signal: AbortSignal): Promise<Duplex> {
  return (network.secure ?? secureByNode)(plain, host, signal);
}

/** The same machine, but TLS trusts whom this context trusts. */
export function networkTrusting(secureContext: SecureContext): Network {
  return { ...realNetwork, secure: (plain, host, signal) => secureByNode(plain, host, signal, secureContext) };
}

function secureByNode(
  plain: Duplex,
  host: string,
  signal: AbortSignal,
  secureContext?: SecureContext,
): Promise<Duplex> {
  // There is no server name indication for addresses (RFC 6066).
  const name = isIP(host) === 0 ? { servername: host } : {};
  const trust = secureContext === undefined ? {} : { secureContext };
  const socket = connectTls({ socket: plain, host, ALPNProtocols: ['http/1.1'], ...name, ...trust });
  return whenReady(socket, 'secureConnect', signal);
}

async function whenReady<S extends Duplex>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  // Somebody must always listen: an error between two owners of the socket would end the process.
  socket.on('error', () => undefined);
  try {
    await once(socket, event, { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
