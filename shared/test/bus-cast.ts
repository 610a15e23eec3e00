/** The cast of the bus's tests: buses that end with their test, messages from the catalogue's examples. */
import { type BodyInput, type Envelope, type MessageType, rowOf, type Service } from '@kopr/proto';
import { type ConfirmChannel, connect } from 'amqplib';
import { type Bus, createBus, envelopeOf } from '../src/bus/index.js';
import { type Log, silentLog } from '../src/log/index.js';

export type OpenBus = Bus & AsyncDisposable;

/** A bus whose handlers `register` sets before it connects. */
export async function openBus(
  url: string,
  service: Service,
  register: (bus: Bus) => void = () => undefined,
  log: Log = silentLog(),
): Promise<OpenBus> {
  const bus = createBus({ url, service, log });
  register(bus);
  await bus.start();
  return { ...bus, [Symbol.asyncDispose]: bus.stop };
}

export function exampleOf<T extends MessageType>(type: T): BodyInput<T> {
  return rowOf(type)?.message.example as BodyInput<T>;
}

export function example<T extends MessageType>(type: T, changes: Partial<BodyInput<T>> = {}): Envelope {
  return envelopeOf(type, { ...(exampleOf(type) as object), ...changes } as BodyInput<T>);
}

/** A line to the broker past the bus, for messages that the bus would never say. */
export async function rawChannel(url: string): Promise<ConfirmChannel & AsyncDisposable> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  return Object.assign(channel, { [Symbol.asyncDispose]: () => connection.close() });
}

/** A log that keeps its lines. */
export function listeningLog(): {
  log: Log;
  lines: { level: string; message: string; fields: Record<string, unknown> }[];
} {
  const lines: { level: string; message: string; fields: Record<string, unknown> }[] = [];
  const at =
    (level: string) =>
    (message: string, fields: object = {}) =>
      void lines.push({ level, message, fields: { ...fields } });
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), child: () => log };
  return { log, lines };
}
