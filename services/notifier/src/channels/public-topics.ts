/** The way to listeners outside the house: the exchange of the public vhost. Nobody but the notifier publishes there. */
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import type { Log } from '@kopr/shared/log';
import type { Part } from '@kopr/shared/service';
import type { PublicMessage } from '../domain/public-message.js';

const EXCHANGE = 'amq.topic';
/** In ms; the system's own patience with a silent host is minutes. */
const CONNECT_MS = 10_000;

/** `publish` is done when the broker has confirmed; it rejects when the broker is away or refuses. */
export interface PublicTopics extends Part {
  publish(message: PublicMessage): Promise<void>;
}

interface Line {
  readonly connection: ChannelModel;
  readonly channel: ConfirmChannel;
}

/** Connects when there is something to say, and anew when the connection was lost. */
export function publicTopics({ url, log }: { url: string; log: Log }): PublicTopics {
  let line: Promise<Line> | undefined;

  const begin = (): Promise<Line> => {
    const mine = openLine(url, (error) => {
      if (error) log.warn('the public vhost’s connection broke', { error });
      // A late farewell of an older line must not hang up on the newer one.
      if (line === mine) line = undefined;
    });
    mine.catch(() => {
      if (line === mine) line = undefined;
    });
    return mine;
  };
  return {
    name: 'public-topics',
    start: () => Promise.resolve(),
    stop: async () => {
      const open = await line?.catch(() => undefined);
      await open?.connection.close().catch(() => undefined);
    },
    publish: async (message) => {
      line ??= begin();
      await confirmed((await line).channel, message);
    },
  };
}

async function openLine(url: string, onLost: (error?: Error) => void): Promise<Line> {
  const connection = await connect(url, { timeout: CONNECT_MS });
  connection.on('error', onLost).on('close', () => onLost());
  const channel = await connection.createConfirmChannel();
  // A channel dies alone when the broker refuses something (no right to write, no such exchange): then all begins anew.
  channel.on('error', onLost).on('close', () => void connection.close().catch(() => undefined));
  return { connection, channel };
}

function confirmed(channel: ConfirmChannel, { id, routingKey, headers, body }: PublicMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = {
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      persistent: true,
      messageId: id,
      headers: { ...headers },
    };
    channel.publish(EXCHANGE, routingKey, Buffer.from(JSON.stringify(body)), options, (error: Error | null) =>
      error ? reject(error) : resolve(),
    );
  });
}
