/** What is at hand while a delivery is settled. */
import type { Say, Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import type { DeliveryRow } from '../store/deliveries.js';
import type { ProjectRow } from '../store/projects.js';

/** What is settled, within a transaction that holds the project's row. */
export interface Settling {
  readonly deps: Deps;
  readonly tx: Tx;
  readonly say: Say;
  readonly project: ProjectRow;
  readonly row: DeliveryRow;
}
