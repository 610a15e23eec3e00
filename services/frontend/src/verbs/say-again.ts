/** Orders said again: for a scheduler that lost its line, and for whatever does not move. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { DISK_FULL, restOf } from '../domain/alarm.js';
import { nextLook, openTasks, remind } from '../domain/remind.js';
import { findAlarm } from '../store/alarms.js';
import { lockBuild, lookAgain } from '../store/builds.js';
import { houseOf, settle } from './apply-news.js';
import { sayAll } from './say-all.js';
import { sourceOrder } from './source-order.js';

/** Says the orders of the build's open tasks, with the last attempt heard of. Answers how many. */
export async function sayTasksAgain(deps: Deps, buildId: number): Promise<number> {
  return transact(deps.db, async (tx, say) => {
    const held = await lockBuild(tx, buildId);
    const said = held ? openTasks(held.build) : [];
    await sayAll(say, said);
    return said.length;
  });
}

/** Ends what is past its deadline and says the rest again, if the build is (still) due. */
export async function remindOf(deps: Deps, buildId: number): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    const held = await lockBuild(tx, buildId);
    const due = held?.row.checkAt;
    // Another replica may have seen to it, or news may have come.
    if (!held || !due || due > deps.now()) return;
    const order = await sourceOrder(deps, tx, held);
    const rest = restOf(await findAlarm(tx, 'dist-git', DISK_FULL));
    const decision = remind(held.build, () => order, houseOf(deps), deps.config.deadlineScale, rest);
    await settle(deps, tx, say, held, decision);
    await lookAgain(tx, buildId, nextLook(decision.build, deps.now(), deps.config.deadlineScale));
  });
}
