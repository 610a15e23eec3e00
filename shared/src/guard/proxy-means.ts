/** What the two ways through the proxy share. */
import type { Duplex } from 'node:stream';
import { type DialOptions, reasonOf } from './dial.js';
import type { Ledger } from './ledger.js';
import type { GuardRules } from './rules.js';

/** Handed down from the proxy. */
export interface ProxyMeans {
  readonly rules: GuardRules;
  readonly dialing: DialOptions;
  readonly ledger: Ledger;
  readonly idleMs: number;
  readonly maxHeaderBytes: number;
  /** Ends with the client. */
  signalOf(client: Duplex): AbortSignal;
  /** Makes a connection end with the proxy. */
  join(socket: Duplex): void;
}

/** What a client is told instead of being served. */
export class Denial extends Error {
  constructor(
    readonly status: 400 | 403 | 502 | 503,
    message: string,
  ) {
    super(message);
    this.name = 'Denial';
  }
}

/** A place for one more connection; throws when there is none. */
export function enter({ ledger }: ProxyMeans): () => void {
  const place = ledger.enter();
  if ('leave' in place) return place.leave;
  if (place.full === 'bytes') throw new Denial(403, 'too many bytes were transferred already');
  throw new Denial(503, 'too many connections at once');
}

/** Notes why a client is not served, for whoever started the proxy; returns what the client is told. */
export function refusal({ ledger }: ProxyMeans, error: unknown): Denial {
  const denial = error instanceof Denial ? error : new Denial(502, reasonOf(error));
  ledger.note(denial.status === 403 ? 'problem' : 'failure', denial.message);
  return denial;
}
