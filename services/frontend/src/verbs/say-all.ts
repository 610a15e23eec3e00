/** Puts what was decided into the outbox, in order. */
import type { BodyInput, MessageType } from '@kopr/proto';
import type { Say } from '@kopr/shared/outbox';
import type { Saying } from '../domain/orders.js';

/** Says everything in the transaction that `say` belongs to. */
export async function sayAll(say: Say, said: readonly Saying[]): Promise<void> {
  const one = <T extends MessageType>(saying: { type: T; body: BodyInput<T> }) => say(saying.type, saying.body);
  for (const saying of said) await one(saying);
}
