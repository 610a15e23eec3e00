/** Has a delivery worked off once more, as if it had come again; also when builds came of it. */
import { currentTrace, newTrace } from '@kopr/shared/log';
import type { Deps } from '../deps.js';
import { refuse } from '../domain/refusal.js';
import { addDelivery, bodyOf, type DeliveryRow } from '../store/deliveries.js';
import { checkHookBudget } from './check-hook-budget.js';
import { wakeDeliveries } from './wake-deliveries.js';

/** The number of the new delivery. Rights were checked by the caller. */
export async function redeliver(deps: Deps, { id, ...row }: DeliveryRow): Promise<number> {
  // What was refused is not genuine, as far as anybody knows.
  if (row.state === 'refused') refuse('conflict', 'A delivery that was refused cannot be worked off.');
  if (row.forge === 'test') refuse('conflict', 'A test is repeated by making it again.');
  if (row.state === 'waiting') refuse('conflict', 'The delivery is waiting to be worked off.');
  await checkHookBudget(deps, row.projectId);
  const tx = deps.db.manager;
  const now = deps.now();
  const again = await addDelivery(tx, {
    ...row,
    ...{ body: await bodyOf(tx, id), receivedAt: now, state: 'waiting', reason: null, decisions: [] },
    // Of what was redelivered before, too, the first one tells what came later.
    ...{ dueAt: now, endedAt: null, builtKey: null, repeats: row.repeats ?? id, trace: currentTrace() ?? newTrace() },
  });
  wakeDeliveries(deps.db);
  return again;
}
