/** Takes an order into the line, or answers it at once when there is nothing left to do. */
import type { Say, Tx } from '@kopr/shared/outbox';
import type { Order } from '../domain/order.js';
import { enqueue } from '../store/enqueue.js';
import { finishWaiting } from '../store/imports.js';
import { goneOf } from '../store/tombstones.js';
import { canceledEnding, sayEnding } from './settle-order.js';

/** May be taken again. */
export async function takeOrder(tx: Tx, say: Say, order: Order, trace: string): Promise<void> {
  const { ending } = await enqueue(tx, order, trace);
  // Asked again about what is through: whoever asks has not heard the answer.
  if (ending) return sayEnding(say, ending);
  const { build, project } = order.request;
  const gone = await goneOf(tx, { build, projectId: project.id });
  if (!gone) return;
  // The cancel came first.
  for (const told of await finishWaiting(tx, build, canceledEnding(build, gone))) await sayEnding(say, told);
}
