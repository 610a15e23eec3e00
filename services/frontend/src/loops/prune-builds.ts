/** Now and then removes the builds of which a package keeps only the newest, once a newer one has ended. */
import { loop, type Part } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { packagesToPrune, type PackageRow } from '../store/packages.js';
import { prunePackage } from '../verbs/prune-package.js';
import { inTurn } from './in-turn.js';

const AT_A_TIME = 50;

/** Any number of replicas may run it: each package's builds are locked. */
export function pruneBuilds(deps: Deps): Part {
  const next = inTurn<PackageRow>((last, limit) => packagesToPrune(deps.db.manager, last?.id ?? 0, limit), AT_A_TIME);
  const tick = async (): Promise<void | 'again'> => {
    const { rows, more } = await next();
    for (const row of rows) await prune(deps, row);
    return more ? 'again' : undefined;
  };
  return loop({ name: 'prune-builds', everyMs: deps.config.pruneEveryS * 1000, log: deps.log, tick });
}

/** One package that cannot be pruned must not keep the loop from the others. */
async function prune(deps: Deps, row: PackageRow): Promise<void> {
  try {
    await prunePackage(deps, row);
  } catch (error) {
    deps.log.error('a package’s builds could not be pruned', { project: row.projectId, package: row.name, error });
  }
}
