/** Where a message goes after a try: nowhere, to a retry tier, or to the letters kept for people. */
import { DEAD_LETTERS, PARKED, RETRY_TIERS } from '@kopr/proto';
import type { Message } from 'amqplib';
import type { Fate } from './fate.js';
import { ATTEMPT, keptHeaders } from './headers.js';
import type { Publisher } from './publisher.js';

/** A handler's fate; or that the message is of another release; or that what the handler needs is away. */
export type Verdict = Fate | { fate: 'park' | 'wait'; reason: string };

/** The longest rest of a message that waits for a database to come back, as an index of the tiers: a minute. */
const LONGEST_WAIT = 2;

/** What the verdict came to; the word for it in the log. */
export type Settled = 'done' | 'retry' | 'dead-letter' | 'parked';

/** The place of a message in its queue. */
interface Place {
  readonly queue: string;
  readonly attempt: number;
}

/** The exchange that a message goes to after this try; undefined when it is finished with. */
export function nextStop(verdict: Verdict, attempt: number): { exchange: string; settled: Settled } | undefined {
  if (verdict.fate === 'done') return undefined;
  if (verdict.fate === 'park') return { exchange: PARKED, settled: 'parked' };
  const tier = tierFor(verdict.fate, attempt);
  return tier ? { exchange: tier.name, settled: 'retry' } : { exchange: DEAD_LETTERS, settled: 'dead-letter' };
}

/** An outage ends some time, and news that was lost to it would leave a build open: so waiting never ends in the dead letters. */
function tierFor(fate: Verdict['fate'], attempt: number): (typeof RETRY_TIERS)[number] | undefined {
  if (fate === 'wait') return RETRY_TIERS[Math.min(attempt - 1, LONGEST_WAIT)];
  return fate === 'retry' ? RETRY_TIERS[attempt - 1] : undefined;
}

/** The try that comes next. However long a message waits, some tries are left to it. */
export function nextTry(fate: Verdict['fate'], attempt: number): number {
  return fate === 'wait' ? Math.max(attempt, Math.min(attempt + 1, LONGEST_WAIT + 1)) : attempt + 1;
}

/** Sends the message on, confirmed, so that the caller may ack it. Rejects when it could not: then it must stay in its queue. */
export async function settle(message: Message, verdict: Verdict, place: Place, publisher: Publisher): Promise<Settled> {
  const stop = nextStop(verdict, place.attempt);
  if (!stop || verdict.fate === 'done') return 'done';
  const { queue, attempt } = place;
  const headers =
    stop.settled === 'retry'
      ? { [ATTEMPT]: nextTry(verdict.fate, attempt) }
      : keptHeaders({ queue, reason: verdict.reason, attempt, now: new Date() });
  // A retry tier's expired messages go to the queue named by the routing key that they came with.
  const to = { exchange: stop.exchange, key: queue, mandatory: true };
  await publisher.send(to, message.content, { ...identity(message), headers });
  return stop.settled;
}

/** What says which message it is; it stays the same wherever the message goes. */
export function identity({ properties }: Message): { messageId?: string; type?: string } {
  const { messageId, type } = properties as { messageId?: string; type?: string };
  return { ...(messageId !== undefined && { messageId }), ...(type !== undefined && { type }) };
}
