/** Connects to a host that a stranger named: judged, resolved once, and connected to what was resolved. */
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { isPublicAddress } from './address.js';
import { checkHost, type HostCheck } from './check-host.js';
import { deadline } from './deadline.js';
import { type Address, type Network, realNetwork } from './network.js';
import { portProblem, rulesFor, type GuardRules } from './rules.js';
import { reachUpstream, tunnelUpstream, upstreamOf } from './upstream.js';

/** How connections are made. */
export interface DialOptions {
  readonly network?: Network;
  /** The operator's own proxy, `http://host:port`, for machines that reach the internet only through one. */
  readonly via?: string;
  /** The longest that one address is waited for. */
  readonly connectMs?: number;
}

/** A host by the form that `normalHost` gives, and what is spoken with it. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** `http`: one plain request. An upstream proxy takes such a request whole; most refuse tunnels for it. */
  readonly speaks: 'http' | 'anything';
}

/** A connection; `upstream` when it ends at the operator's proxy, which wants the whole address in the request. */
export type Dialed =
  | { readonly ok: true; readonly socket: Duplex; readonly upstream?: URL }
  | { readonly ok: false; readonly problem: string; readonly forbidden: boolean };

const CONNECT_MS = 15_000;
/** While there is another address to try. */
const IMPATIENT_MS = 3_000;
const MAX_TRIES = 6;

/** Makes the connection. Rejects only when `signal` says so. */
export async function dial(
  target: Target,
  rules: GuardRules,
  options: DialOptions,
  signal: AbortSignal,
): Promise<Dialed> {
  const problem = portProblem(target.port);
  if (problem !== undefined) return { ok: false, problem, forbidden: true };
  const check = await unlessAborted(
    checkHost(target.host, rulesFor(rules, target.host, target.port), options.network),
    signal,
  );
  const upstream = upstreamOf(options.via);
  if (upstream && goesOut(check)) return dialUpstream(target, upstream, options, signal);
  if (!check.ok) return check;
  return connectFirst(target, check.addresses, options, signal);
}

/**
 * What the operator's proxy is asked for: names that are not known inside, which is usual behind such a proxy, and
 * public addresses. It resolves names again, by itself; keeping strangers from the operator's house is then up to it,
 * too. Private addresses that the rules allow are reached directly.
 */
function goesOut(check: HostCheck): boolean {
  return check.ok ? check.addresses.every(({ address }) => isPublicAddress(address)) : !check.forbidden;
}

async function connectFirst(
  { host, port }: Target,
  addresses: readonly Address[],
  { network = realNetwork, connectMs = CONNECT_MS }: DialOptions,
  signal: AbortSignal,
): Promise<Dialed> {
  const tried = addresses.slice(0, MAX_TRIES);
  let why = '';
  for (const [index, address] of tried.entries()) {
    const waitMs = index === tried.length - 1 ? connectMs : Math.min(connectMs, IMPATIENT_MS);
    const wait = deadline(waitMs, signal);
    try {
      return { ok: true, socket: await network.connect({ ...address, port, signal: wait.signal }) };
    } catch (error) {
      signal.throwIfAborted();
      why = wait.isOver() ? `no answer within ${waitMs / 1000} seconds` : reasonOf(error);
    } finally {
      wait.clear();
    }
  }
  return { ok: false, problem: `${host} cannot be reached: ${why}`, forbidden: false };
}

async function dialUpstream(target: Target, upstream: URL, options: DialOptions, signal: AbortSignal): Promise<Dialed> {
  const wait = deadline(options.connectMs ?? CONNECT_MS, signal);
  const network = options.network ?? realNetwork;
  let socket: Duplex | undefined;
  try {
    socket = await unlessAborted(reachUpstream(upstream, network, wait.signal), wait.signal);
    if (target.speaks === 'http') return { ok: true, socket, upstream };
    return { ok: true, socket: await tunnelUpstream(socket, upstream, authorityOf(target), wait.signal) };
  } catch (error) {
    socket?.destroy();
    signal.throwIfAborted();
    const why = wait.isOver() ? 'no answer in time' : reasonOf(error);
    return {
      ok: false,
      problem: `${target.host} cannot be reached through this machine’s proxy: ${why}`,
      forbidden: false,
    };
  } finally {
    wait.clear();
  }
}

function authorityOf({ host, port }: Target): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** What went wrong with a connection, in a few words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || String((error as NodeJS.ErrnoException).code);
}

/** A resolver cannot be called off; whoever waits for it can. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
