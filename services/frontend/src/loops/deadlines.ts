/** Looks at builds that were not heard of: says their orders again, ends what is past its deadline. */
import { withTrace } from '@kopr/shared/log';
import { loop, type Part } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { dueBuilds, lookAgain } from '../store/builds.js';
import { remindOf } from '../verbs/say-again.js';

const EVERY_MS = 5_000;
const AT_A_TIME = 50;
const AFTER_ERROR_MS = 10 * 60_000;

/** Any number of replicas may run it: each build is looked at under its lock. */
export function deadlines(deps: Deps): Part {
  const tick = async (): Promise<void | 'again'> => {
    const due = await dueBuilds(deps.db.manager, deps.now(), AT_A_TIME);
    for (const { id, trace } of due) await withTrace(trace, () => look(deps, id));
    return due.length === AT_A_TIME ? 'again' : undefined;
  };
  return loop({ name: 'deadlines', everyMs: EVERY_MS, log: deps.log, tick });
}

/** One build that cannot be looked at must not keep the loop from the others. */
async function look(deps: Deps, build: number): Promise<void> {
  try {
    await remindOf(deps, build);
  } catch (error) {
    deps.log.error('a build could not be looked at', { build, error });
    await lookAgain(deps.db.manager, build, new Date(deps.now().getTime() + AFTER_ERROR_MS));
  }
}
