/** Exchanges, queues and bindings as data, derived from the catalogue; the bus asserts all of it before it says anything. */
import { CATALOGUE, type Row, type Service } from './catalogue.js';

/** The one exchange that messages are said to; routing key = message type, for a worker host's orders `<type>.<host>`. */
export const EXCHANGE = 'kopr';
/** Retries wait in one of these, then come back to the one queue that they left. */
export const RETRY_TIERS = [
  { name: 'kopr.retry.1s', delayMs: 1_000 },
  { name: 'kopr.retry.10s', delayMs: 10_000 },
  { name: 'kopr.retry.1m', delayMs: 60_000 },
  { name: 'kopr.retry.10m', delayMs: 600_000 },
] as const;
/** Rejected, or retried through every tier. */
export const DEAD_LETTERS = 'kopr.dead-letters';
/** Unknown type or version: kept for the release that knows it. */
export const PARKED = 'kopr.parked';
/** How often a crashing consumer may be handed the same message. */
export const DELIVERY_LIMIT = 20;

export interface Exchange {
  readonly name: string;
  readonly kind: 'topic' | 'fanout';
}
export interface Queue {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}
export interface Binding {
  readonly queue: string;
  readonly exchange: string;
  readonly key: string;
}
export interface Topology {
  readonly exchanges: readonly Exchange[];
  readonly queues: readonly Queue[];
  readonly bindings: readonly Binding[];
}

/** The queue in which `service` finds messages of `type`. */
export function queueOf(service: Service, type: string): string {
  return `${service}.${type}`;
}
/** The queue of a worker host: its assignments and stop orders, in one line so that they keep their order. */
export function hostQueue(host: string): string {
  return `host.${host}`;
}
/** Services that have a queue for this row now. */
export function listenersOf(row: Row): readonly Service[] {
  return row.workFor && row.workFor !== 'host' ? [row.workFor, ...row.newsFor] : row.newsFor;
}
/** Whether this row's messages are routed by the worker host named in their body. */
export function isForHost(row: Row): boolean {
  return row.workFor === 'host';
}

const quorum = {
  'x-queue-type': 'quorum',
  'x-delivery-limit': DELIVERY_LIMIT,
  'x-dead-letter-exchange': DEAD_LETTERS,
  'x-dead-letter-strategy': 'at-least-once',
  'x-overflow': 'reject-publish',
};
// Looking at a kept letter counts as a delivery, and brokers since 4.0 drop a message after 20 of them unless told otherwise.
const keeper = { 'x-queue-type': 'quorum', 'x-delivery-limit': 1_000_000 };

/** The whole topology, with the queues of the worker hosts named. */
export function topology(hosts: readonly string[] = []): Topology {
  return {
    exchanges: [
      { name: EXCHANGE, kind: 'topic' },
      { name: DEAD_LETTERS, kind: 'fanout' },
      { name: PARKED, kind: 'fanout' },
      ...RETRY_TIERS.map(({ name }) => ({ name, kind: 'fanout' }) as const),
    ],
    queues: [
      { name: DEAD_LETTERS, arguments: keeper },
      { name: PARKED, arguments: keeper },
      // Expired messages go to the default exchange with the routing key they were published with: the queue they left.
      ...RETRY_TIERS.map(({ name, delayMs }) => ({
        name,
        arguments: {
          ...keeper,
          'x-message-ttl': delayMs,
          'x-dead-letter-exchange': '',
          'x-dead-letter-strategy': 'at-least-once',
          'x-overflow': 'reject-publish',
        },
      })),
      ...CATALOGUE.flatMap(serviceQueues),
      ...hosts.map((host) => ({ name: hostQueue(host), arguments: { ...quorum, 'x-single-active-consumer': true } })),
    ],
    bindings: [
      { queue: DEAD_LETTERS, exchange: DEAD_LETTERS, key: '' },
      { queue: PARKED, exchange: PARKED, key: '' },
      ...RETRY_TIERS.map(({ name }) => ({ queue: name, exchange: name, key: '' })),
      ...CATALOGUE.flatMap((row) =>
        listenersOf(row).map((service) => ({
          queue: queueOf(service, row.message.type),
          exchange: EXCHANGE,
          key: isForHost(row) ? `${row.message.type}.*` : row.message.type,
        })),
      ),
      ...hosts.flatMap((host) =>
        CATALOGUE.filter(isForHost).map((row) => ({
          queue: hostQueue(host),
          exchange: EXCHANGE,
          key: `${row.message.type}.${host}`,
        })),
      ),
    ],
  };
}

function serviceQueues(row: Row): Queue[] {
  // A report that the next one replaces is not a dead letter when it expires unread.
  const args = row.ttlMs === undefined ? quorum : { ...keeper, 'x-message-ttl': row.ttlMs };
  return listenersOf(row).map((service) => ({ name: queueOf(service, row.message.type), arguments: args }));
}
