/** The end of a turn: orders ended, answers said and the lane given back in one transaction; then what is not needed any more goes. */
import { withTrace } from '@kopr/shared/log';
import { transact } from '@kopr/shared/outbox';
import { blobsDir } from '@kopr/shared/intake';
import { releaseLane, renewLease, type Held } from '../store/lanes.js';
import { endWork } from '../store/work.js';
import { attemptDir } from '../tree/layout.js';
import { throwAway } from '../tree/trash.js';
import { answerOf, isPublish } from './answers.js';
import type { CarriedOut } from './carry-out.js';
import type { PublishDeps } from './deps.js';
import { laneLost } from './hold-lane.js';

/** Ends the orders that were carried out. Throws KoprError `lane-lost` when the lane is somebody else's by now. */
export async function endTurn(
  deps: PublishDeps,
  lane: Held,
  carried: readonly CarriedOut[],
  revision: number,
): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    if (!(await renewLease(tx, lane, deps.leaseS))) throw laneLost(lane);
    for (const { row } of carried) await endWork(tx, say, row, await answerOf(tx, lane, row, revision));
    await releaseLane(tx, lane, revision);
  });
  for (const { row } of carried) {
    withTrace(row.trace, () => {
      const { verb, request } = row;
      const ms = Date.now() - row.createdAt.getTime();
      deps.log.info('order carried out', {
        verb,
        request,
        repository: `${lane.owner}/${lane.dirname}/${lane.chroot}`,
        revision,
        durationMs: ms,
      });
    });
    if (isPublish(row)) await throwAway(deps.tree, blobsDir(attemptDir(deps.tree, row.body.task, row.body.attempt)));
  }
}
