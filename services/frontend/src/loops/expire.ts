/** Ends temporary projects, directories of pull requests nobody builds in, and results of chroots that were dropped. */
import type { Log } from '@kopr/shared/log';
import { loop, type Part } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { expiredDirs, type DirRow } from '../store/project-dirs.js';
import { expiredChroots, type ProjectChrootRow } from '../store/project-parts.js';
import { expiredProjects, type ProjectRow } from '../store/projects.js';
import { endDir, endProject, endProjectChroot } from '../verbs/end-expired.js';
import { inTurn, type ReadPage } from './in-turn.js';

/** They live for days, so minutes do not matter. */
const EVERY_MS = 5 * 60_000;
const AT_A_TIME = 50;

/** Any number of replicas may run it: each end is decided again under the project's lock. */
export function expire(deps: Deps): Part {
  const some = expiring(deps);
  const tick = async (): Promise<void | 'again'> => ((await some()) ? 'again' : undefined);
  return loop({ name: 'expire', everyMs: EVERY_MS, log: deps.log, tick });
}

/** Ends some each time it is called; answers whether there may be more to do at once. */
export function expiring(deps: Deps): () => Promise<boolean> {
  const { manager: tx } = deps.db;
  const each = [
    ending<ProjectRow>(
      deps,
      (last, limit) => expiredProjects(tx, deps.now(), last?.id ?? 0, limit),
      ({ id }) => endProject(deps, id),
    ),
    ending<DirRow>(
      deps,
      (last, limit) => expiredDirs(tx, deps.now(), last, limit),
      (dir) => endDir(deps, dir),
    ),
    ending<ProjectChrootRow>(
      deps,
      (last, limit) => expiredChroots(tx, deps.now(), last, limit),
      (row) => endProjectChroot(deps, row),
    ),
  ];
  return async () => {
    let again = false;
    for (const some of each) again = (await some()) || again;
    return again;
  };
}

function ending<Row>({ log }: Deps, read: ReadPage<Row>, end: (row: Row) => Promise<void>): () => Promise<boolean> {
  const next = inTurn(read, AT_A_TIME);
  return async () => {
    const { rows, more } = await next();
    for (const row of rows) await tried(log, () => end(row));
    return more;
  };
}

/** One that cannot be ended must not keep the loop from the others. */
async function tried(log: Log, end: () => Promise<void>): Promise<void> {
  try {
    await end();
  } catch (error) {
    log.error('what expired could not be ended', { error });
  }
}
