/** Takes deliveries from one queue of one session. */
import type { Channel, ConsumeMessage } from 'amqplib';
import { setTimeout as wait } from 'node:timers/promises';
import { asError, KoprError } from '../errors/index.js';
import type { Session } from './session.js';

/** A message that could not be sent on is given back after this, so that a broker in trouble is not hammered. */
const GIVE_BACK_MS = 1_000;

/** What to take, and how to handle it. `handle` never rejects: it says whether the message is finished with. */
export interface Consumption {
  readonly queue: string;
  readonly prefetch: number;
  handle(message: ConsumeMessage, session: Session): Promise<'ack' | 'give-back'>;
}

/** A consumer at work. Cancel ends its deliveries; what is in the handlers' hands can be acked until close. */
export interface Consumer {
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** Registers the consumer. Whatever breaks it ends the session, and the next session gets a new one. */
export async function startConsumer(session: Session, consumption: Consumption): Promise<Consumer> {
  const { queue, prefetch } = consumption;
  const channel = await session.connection.createChannel();
  const broke = (): void => session.fail(new KoprError('bus-closed', `the consumer of ${queue} was ended`, { queue }));
  channel.on('error', session.fail);
  channel.on('close', broke);
  await channel.prefetch(prefetch);
  const { consumerTag } = await channel.consume(queue, (message) => {
    if (message) void take(channel, message, consumption.handle(message, session));
    else broke();
  });
  return {
    cancel: async () => {
      await channel.cancel(consumerTag).catch(gone);
    },
    close: async () => {
      channel.off('close', broke);
      await channel.close().catch(gone);
    },
  };
}

async function take(channel: Channel, message: ConsumeMessage, handled: Promise<'ack' | 'give-back'>): Promise<void> {
  const end = await handled;
  if (end === 'give-back') await wait(GIVE_BACK_MS);
  try {
    if (end === 'ack') channel.ack(message);
    else channel.nack(message, false, true);
  } catch (error) {
    gone(error);
  }
}

/** The channel is gone, and with it the claim on its messages: the broker delivers them again, and they will be repeats. */
function gone(error: unknown): undefined {
  const { name, message } = asError(error);
  // The second: the channel went while a reply was awaited.
  if (name !== 'IllegalOperationError' && !message.startsWith('Channel ended')) throw error;
}
