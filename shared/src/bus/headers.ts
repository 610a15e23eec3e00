/** Our own headers, and how to read them back; the broker's own names for the same things are the fallback. */
import type { MessageProperties } from 'amqplib';

/** Which try of its queue a message is; counted by us, since the broker forgets it at each republish. */
export const ATTEMPT = 'kopr-attempt';
/** The queue that a kept letter left. */
export const QUEUE = 'kopr-queue';
/** Why it was kept. */
export const REASON = 'kopr-reason';
/** When it was kept. */
export const AT = 'kopr-at';

/** Headers that travel in AMQP frames should stay small: a frame holds 128 KiB, and a reason is for reading. */
const MAX_REASON = 2000;

/** Which try this is, from 1. */
export function attemptOf(properties: MessageProperties): number {
  const value: unknown = properties.headers?.[ATTEMPT];
  return typeof value === 'number' && value >= 1 ? value : 1;
}

/** The headers of a letter that is kept. */
export function keptHeaders(kept: {
  queue: string;
  reason: string;
  attempt: number;
  now: Date;
}): Record<string, unknown> {
  return {
    [QUEUE]: kept.queue,
    [REASON]: kept.reason.slice(0, MAX_REASON),
    [ATTEMPT]: kept.attempt,
    [AT]: kept.now.toISOString(),
  };
}

/** A header's text, looked for under several names; empty when there is none. */
export function textHeader(properties: MessageProperties, ...names: string[]): string {
  for (const name of names) {
    const value: unknown = properties.headers?.[name];
    if (typeof value === 'string') return value;
  }
  return '';
}
