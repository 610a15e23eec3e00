/** Now and then removes old results of all projects that want it (`auto_prune`). */
import { loop, type Part } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { projectsToPrune, type ProjectRow } from '../store/projects.js';
import { pruneResults } from '../verbs/prune-results.js';
import { inTurn } from './in-turn.js';

/** What may go has been there for days. */
const EVERY_MS = 60 * 60_000;
const AT_A_TIME = 50;

/** Any number of replicas may run it: each package's builds are locked. */
export function pruneResultsOfAll(deps: Deps): Part {
  const next = inTurn<ProjectRow>((last, limit) => projectsToPrune(deps.db.manager, last?.id ?? 0, limit), AT_A_TIME);
  const tick = async (): Promise<void | 'again'> => {
    if (deps.config.pruneDays === 0) return undefined;
    const { rows, more } = await next();
    for (const row of rows) await prune(deps, row);
    return more ? 'again' : undefined;
  };
  return loop({ name: 'prune-results', everyMs: EVERY_MS, log: deps.log, tick });
}

/** One project that cannot be pruned must not keep the loop from the others. */
async function prune(deps: Deps, row: ProjectRow): Promise<void> {
  try {
    await pruneResults(deps, row);
  } catch (error) {
    deps.log.error('a project’s old results could not be removed', { project: row.id, error });
  }
}
