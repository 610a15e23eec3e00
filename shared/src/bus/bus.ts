/**
 * The bus of one service. A connection is kept for ever; the whole topology is made before anything is said; whatever a
 * handler says of its message, only here it becomes ack, delayed redelivery or dead letter.
 */
import { hostQueue, listenersOf, queueOf, rowOf, type Service } from '@kopr/proto';
import { asError, KoprError } from '../errors/index.js';
import type { Log } from '../log/index.js';
import type { AnyHandler } from './deliver.js';
import { encode } from './envelope-of.js';
import { lettersIn } from './letters.js';
import { createLine, type Line } from './line.js';
import { targetOf } from './target.js';
import type { Bus } from './types.js';

/** `hosts`: worker hosts whose queues are made at every start. */
export interface BusOptions {
  readonly url: string;
  readonly service: Service;
  readonly log: Log;
  readonly hosts?: readonly string[];
}

const PREFETCH = 10;
/** Handlers take seconds; one that takes longer than this is left to redelivery. */
const DRAIN_MS = 20_000;

/** Makes a bus; it connects when started. */
export function createBus({ url, service, log, hosts = [] }: BusOptions): Bus {
  const line = createLine({ url, log, hosts });
  return {
    name: 'bus',
    start: line.kept.start,
    drain: () => line.consumers.drain(DRAIN_MS),
    stop: line.kept.stop,
    ready: line.isUp,
    connected: line.isUp,
    onUp: (tell) => line.on('up', tell),
    onDown: (tell) => line.on('down', tell),
    publish: publishOn(line),
    consume: consumeOn(line, service, log),
    consumeHost: consumeHostOn(line, log),
    addHosts: line.addHosts,
    deadLetters: (which = 'dead') => lettersIn(which, line.session),
  };
}

function publishOn(line: Line): Bus['publish'] {
  return async (envelope, routing) => {
    const { publisher } = line.session();
    const { target, host } = targetOf(envelope, routing);
    // Without its queue an order would reach only those who hear it as news, and be lost.
    if (host !== undefined) await line.addHosts([host]);
    await publisher.send(target, encode(envelope), { messageId: envelope.id, type: envelope.type });
  };
}

function consumeOn(line: Line, service: Service, log: Log): Bus['consume'] {
  return (type, handler, { prefetch = PREFETCH } = {}) => {
    const row = rowOf(type);
    if (!row || !listenersOf(row).includes(service)) {
      throw new KoprError('no-listener', `the catalogue has no queue of ${type} for ${service}`, { type, service });
    }
    const handlerOf = (got: string): AnyHandler | undefined => (got === type ? (handler as AnyHandler) : undefined);
    return line.consumers.add({ queue: queueOf(service, type), log, handlerOf }, prefetch);
  };
}

function consumeHostOn(line: Line, log: Log): Bus['consumeHost'] {
  // One at a time unless told: a stop order must not overtake the assignment that it follows.
  return (host, handlers, { prefetch = 1 } = {}) => {
    const byType = new Map(Object.entries(handlers)) as Map<string, AnyHandler>;
    const desk = { queue: hostQueue(host), log, handlerOf: (type: string) => byType.get(type) };
    const added = line
      .addHosts([host])
      .catch((error: unknown) => log.warn('no queue for the host yet', { host, error: asError(error) }))
      .then(() => line.consumers.add(desk, prefetch));
    return async () => (await added)();
  };
}
