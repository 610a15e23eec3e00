/** Confirmed, mandatory publishing on one channel. */
import type { ConfirmChannel, Message, Options } from 'amqplib';
import { asError, KoprError } from '../errors/index.js';
import { uuidV7 } from './uuid.js';

/** No broker takes this long: the connection or a queue is stuck, and the speaker should try again later. */
const CONFIRM_TIMEOUT_MS = 30_000;

/** Where a message is sent. Mandatory: it is an error when no queue takes it. */
export interface Target {
  readonly exchange: string;
  readonly key: string;
  readonly mandatory: boolean;
}

/** Sends bytes and waits for the broker's word that they are safe. */
export interface Publisher {
  send(to: Target, content: Buffer, properties: Options.Publish): Promise<void>;
}

/**
 * A returned message comes back *before* its confirm, and is confirmed all the same; so returns are remembered until the
 * confirm and looked up then. Each sending has its own correlation id, since one message may be sent twice at a time.
 */
export function confirmedPublisher(channel: ConfirmChannel): Publisher {
  const returned = new Map<unknown, string>();
  channel.on('return', ({ fields, properties }: Message) => {
    returned.set(properties.correlationId, (fields as { replyText?: string }).replyText ?? 'returned');
  });
  const write = (to: Target, content: Buffer, options: Options.Publish): Promise<void> =>
    new Promise((resolve, reject) => {
      channel.publish(to.exchange, to.key, content, options, (error: unknown) => {
        if (error) reject(asError(error));
        else resolve();
      });
    });
  return {
    async send(to, content, properties) {
      const correlationId = uuidV7();
      const fixed = { persistent: true, contentType: 'application/json', mandatory: to.mandatory, correlationId };
      await withinTime(write(to, content, { messageId: correlationId, ...properties, ...fixed }), to);
      const why = returned.get(correlationId);
      returned.delete(correlationId);
      if (why !== undefined) throw unroutable(to, why);
    },
  };
}

function unroutable(to: Target, why: string): KoprError {
  return new KoprError('unroutable', `no queue takes ${to.key} of the exchange ${to.exchange || '(default)'}: ${why}`, {
    ...to,
  });
}

async function withinTime(confirmed: Promise<void>, to: Target): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new KoprError('not-confirmed', `the broker did not confirm ${to.key} in ${CONFIRM_TIMEOUT_MS} ms`, { ...to }),
      );
    }, CONFIRM_TIMEOUT_MS);
  });
  try {
    await Promise.race([confirmed, late]);
  } finally {
    clearTimeout(timer);
  }
}
