/** Looks through the letters that are kept for people, without losing any. */
import { DEAD_LETTERS, PARKED } from '@kopr/proto';
import type { Channel, GetMessage, Message } from 'amqplib';
import { KoprError } from '../errors/index.js';
import { AT, attemptOf, QUEUE, REASON, textHeader } from './headers.js';
import type { Session } from './session.js';
import { identity } from './settle.js';
import type { DeadLetter, Letters } from './types.js';

/** The letters of one kind; `session` gives the connection of now. */
export function lettersIn(which: 'dead' | 'parked', session: () => Session): Letters {
  const queue = which === 'dead' ? DEAD_LETTERS : PARKED;
  return {
    async list(limit) {
      const letters: DeadLetter[] = [];
      await leaf(session(), queue, (message) => {
        letters.push(toLetter(message));
        return Promise.resolve(letters.length < limit ? 'next' : 'enough');
      });
      return letters;
    },
    async replay(id) {
      return (await replayThose(session(), which, (letter) => letter.id === id)) > 0;
    },
  };
}

/** Puts back every letter that `wanted` says; returns how many. A letter whose queue is unknown stays. */
export async function replayThose(
  session: Session,
  which: 'dead' | 'parked',
  wanted: (letter: DeadLetter, content: Buffer) => boolean,
): Promise<number> {
  let count = 0;
  await leaf(session, which === 'dead' ? DEAD_LETTERS : PARKED, async (message, channel) => {
    const letter = toLetter(message);
    if (!wanted(letter, message.content)) return 'next';
    if (letter.queue === '')
      throw new KoprError('no-queue', `letter ${letter.id} does not say which queue it left`, { id: letter.id });
    // First the confirmed copy, then the ack: a crash between them leaves two, and handlers expect repeats.
    await session.publisher.send(
      { exchange: '', key: letter.queue, mandatory: true },
      message.content,
      identity(message),
    );
    channel.ack(message);
    count++;
    return 'next';
  });
  return count;
}

/** Holds message after message; what was not acked goes back, in its order, when the channel closes. */
async function leaf(
  session: Session,
  queue: string,
  look: (message: GetMessage, channel: Channel) => Promise<'next' | 'enough'>,
): Promise<void> {
  const channel = await session.connection.createChannel();
  channel.on('error', () => undefined);
  try {
    for (let message = await channel.get(queue); message; message = await channel.get(queue)) {
      if ((await look(message, channel)) === 'enough') return;
    }
  } finally {
    await channel.close().catch(() => undefined);
  }
}

function toLetter({ properties, content }: Message): DeadLetter {
  return {
    id: text(properties.messageId),
    // What the broker gave up by itself (a consumer that crashed too often) carries only the broker's headers.
    queue: textHeader(properties, QUEUE, 'x-first-death-queue'),
    type: text(properties.type),
    reason: textHeader(properties, REASON, 'x-first-death-reason'),
    attempt: attemptOf(properties),
    at: textHeader(properties, AT),
    message: parsed(content),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parsed(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    return content.toString();
  }
}
