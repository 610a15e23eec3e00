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

  const open = async (): Promise<Line> => {
    const connection = await connect(url, { timeout: CONNECT_MS });
    const lost = (error?: unknown): void => {
      if (error !== undefined) log.warn('the public vhost’s connection broke', { error });
      line = undefined;
    };
    connection.on('error', lost).on('close', () => lost());
    const channel = await connection.createConfirmChannel();
    channel.on('error', lost).on('close', () => lost());
    return { connection, channel };
  };
  const opened = (): Promise<Line> => {
    line ??= open().catch((error: unknown) => {
      line = undefined;
      throw error;
    });
    return line;
  };
  return {
    name: 'public-topics',
    start: () => Promise.resolve(),
    stop: async () => {
      await (await line?.catch(() => undefined))?.connection.close().catch(() => undefined);
    },
    publish: async (message) => {
      const { channel } = await opened();
      await confirmed(channel, message);
    },
  };
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
    channel.publish(EXCHANGE, routingKey, Buffer.from(JSON.stringify(body)), options, (error: unknown) =>
      error ? reject(error as Error) : resolve(),
    );
  });
}
