/** Counts deliveries that were refused before anything of them was read, all of one hour in one row. */
import { createHash } from 'node:crypto';
import { currentTrace, newTrace } from '@kopr/shared/log';
import type { Deps } from '../deps.js';
import { addOrCount } from '../store/deliveries.js';

const HOUR_MS = 3_600_000;

/** `forge`: that of the first one is kept. */
export async function countRefused(deps: Deps, projectId: number, forge: string, why: string): Promise<void> {
  const now = deps.now();
  const hour = Math.floor(now.getTime() / HOUR_MS);
  await addOrCount(deps.db.manager, {
    ...{ projectId, forge, package: null, dirname: null, headers: {}, body: Buffer.alloc(0), receivedAt: now },
    ...{ event: 'more than the project’s share', subject: 'refused', state: 'refused', decisions: [] },
    ...{ reason: `${why} Refused in this hour: `, dueAt: null, endedAt: now, repeats: null },
    builtKey: createHash('sha256').update(`refused in hour ${hour}`).digest('hex'),
    trace: currentTrace() ?? newTrace(),
  });
}
