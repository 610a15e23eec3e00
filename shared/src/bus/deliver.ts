/** One delivery from its bytes to its fate, with one line in the log. */
import type { Envelope, MessageType } from '@kopr/proto';
import type { Message } from 'amqplib';
import { asError, isRetryable } from '../errors/index.js';
import { childTrace, type Log, newTrace, withTrace } from '../log/index.js';
import { decode } from './decode.js';
import { type Fate, retry } from './fate.js';
import { attemptOf } from './headers.js';
import { logHandled } from './log-handled.js';
import type { Publisher } from './publisher.js';
import { settle, type Verdict } from './settle.js';
import type { Meta } from './types.js';

/** A handler whose body type was erased; the queue's types were checked when it was registered. */
export type AnyHandler = (body: unknown, meta: Meta) => Promise<Fate>;

/** What one queue needs to handle its messages. */
export interface Desk {
  readonly queue: string;
  readonly log: Log;
  handlerOf(type: string): AnyHandler | undefined;
}

/** Never rejects. `ack`: the message is handled or safe elsewhere; `give-back`: it could not be sent on and must stay. */
export async function deliver(message: Message, desk: Desk, publisher: Publisher): Promise<'ack' | 'give-back'> {
  const decoded = decode(message.content);
  if (!decoded.ok) {
    const verdict: Verdict = { fate: decoded.keep === 'parked' ? 'park' : 'reject', reason: decoded.reason };
    return withTrace(newTrace(), () => finish(message, verdict, { desk, publisher, startedAt: performance.now() }));
  }
  const { envelope } = decoded;
  return withTrace(childTrace(envelope.trace), async () => {
    const startedAt = performance.now();
    const { verdict, error } = await judge(message, envelope, desk);
    return finish(message, verdict, { desk, publisher, startedAt, envelope, error });
  });
}

/** Asks the handler. Its throw is a surprise that another try may survive; a database that is away is waited for. */
async function judge(message: Message, envelope: Envelope, desk: Desk): Promise<{ verdict: Verdict; error?: Error }> {
  const handle = desk.handlerOf(envelope.type);
  if (!handle) return { verdict: { fate: 'park', reason: `nothing here handles ${envelope.type}` } };
  const { id, type, time, trace } = envelope;
  const attempt = attemptOf(message.properties);
  try {
    return {
      verdict: await handle(envelope.body, { id, type: type as MessageType, time, trace, queue: desk.queue, attempt }),
    };
  } catch (thrown) {
    const error = asError(thrown);
    const reason = error.message || error.name;
    return { verdict: isRetryable(error) ? { fate: 'wait', reason } : retry(reason), error };
  }
}

interface Tried {
  readonly desk: Desk;
  readonly publisher: Publisher;
  readonly startedAt: number;
  readonly envelope?: Envelope | undefined;
  readonly error?: Error | undefined;
}

async function finish(message: Message, verdict: Verdict, tried: Tried): Promise<'ack' | 'give-back'> {
  const { desk, publisher, startedAt, envelope, error } = tried;
  const attempt = attemptOf(message.properties);
  const line = { verdict, queue: desk.queue, try: attempt, envelope, error };
  try {
    const settled = await settle(message, verdict, { queue: desk.queue, attempt }, publisher);
    logHandled(desk.log, { ...line, settled, durationMs: Math.round(performance.now() - startedAt) });
    return 'ack';
  } catch (cause) {
    desk.log.warn('message stays in its queue', {
      queue: desk.queue,
      fate: verdict.fate,
      id: envelope?.id,
      error: cause,
    });
    return 'give-back';
  }
}
