/**
 * Lets builds go on when the batch before theirs is over, however that came: built, failed, canceled or deleted. Looking
 * at what is, rather than hearing of each end, it can miss nothing.
 */
import { withTrace } from '@kopr/shared/log';
import { loop, type Part } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { freeableBuilds } from '../store/batches.js';
import { freeBuild } from '../verbs/free-build.js';

const EVERY_MS = 2_000;
const AT_A_TIME = 50;

/** Any number of replicas may run it: each build is freed under its lock. */
export function freeBatches(deps: Deps): Part {
  const tick = async (): Promise<void | 'again'> => {
    const found = await freeableBuilds(deps.db.manager, AT_A_TIME);
    let freed = 0;
    for (const { id, trace } of found) if (await withTrace(trace, () => letGo(deps, id))) freed++;
    return freed === AT_A_TIME ? 'again' : undefined;
  };
  return loop({ name: 'free-batches', everyMs: EVERY_MS, log: deps.log, tick });
}

/** One build that cannot be planned must not keep the loop from the others. */
async function letGo(deps: Deps, build: number): Promise<boolean> {
  try {
    await freeBuild(deps, build);
    deps.log.info('a build goes on, the batch before its own is over', { build });
    return true;
  } catch (error) {
    deps.log.error('a build could not be let go on after its batch', { build, error });
    return false;
  }
}
