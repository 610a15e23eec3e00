/** What a handler says about the message that it was given. Only the bus turns it into ack, delayed redelivery or dead letter. */

/** done: handled; retry: try again later, in growing steps; reject: trying again would not help. */
export type Fate = { fate: 'done' } | { fate: 'retry'; reason: string } | { fate: 'reject'; reason: string };

/** The message was handled, or there was nothing to do. */
export const done: Fate = { fate: 'done' };

/** Deliver it again later; the reason is for people. */
export function retry(reason: string): Fate {
  return { fate: 'retry', reason };
}

/** Keep it as a dead letter for a person to look at. */
export function reject(reason: string): Fate {
  return { fate: 'reject', reason };
}
