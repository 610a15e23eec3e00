/**
 * Lets builds go on when the batch before theirs is over, however that came: built, failed, canceled or deleted. Looking
 * at what is, rather than hearing of each end, it can miss nothing.
 */
import { withTrace } from '@kopr/shared/log';
import { loop, type Part } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { freeableBuilds, type Freeable } from '../store/batches.js';
import { freeBuild } from '../verbs/free-build.js';
import { inTurn } from './in-turn.js';

const EVERY_MS = 2_000;
const AT_A_TIME = 50;

/** Any number of replicas may run it: each build is freed under its lock. */
export function freeBatches(deps: Deps): Part {
  const next = inTurn<Freeable>((last, limit) => freeableBuilds(deps.db.manager, last?.id ?? 0, limit), AT_A_TIME);
  const tick = async (): Promise<void | 'again'> => {
    const { rows, more } = await next();
    for (const { id, trace } of rows) await withTrace(trace, () => letGo(deps, id));
    return more ? 'again' : undefined;
  };
  return loop({ name: 'free-batches', everyMs: EVERY_MS, log: deps.log, tick });
}

/** One build that cannot be planned must not keep the loop from the others. */
async function letGo(deps: Deps, build: number): Promise<void> {
  try {
    await freeBuild(deps, build);
    deps.log.info('a build goes on, the batch before its own is over', { build });
  } catch (error) {
    deps.log.error('a build could not be let go on after its batch', { build, error });
  }
}
