/** Removes results of a project's old builds that newer ones superseded. The builds themselves stay, with all that is known of them. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { superseded } from '../domain/superseded.js';
import { agedPackages, lockKeptBuilds, markPruned, type AgedPackage } from '../store/aged-builds.js';
import { chrootNamesOf } from '../store/builds.js';
import { lockProject, type ProjectRow } from '../store/projects.js';
import { orderRepos, refOf } from './order-repos.js';

const DAY_MS = 86_400_000;
/** dnf keeps metadata for two days before it asks for newer ones. */
const SETTLED_DAYS = 2;
/** Most builds of one order. */
const AT_A_TIME = 500;

/** A package after the other, each in a transaction of its own. */
export async function pruneResults(deps: Deps, { id }: Pick<ProjectRow, 'id'>): Promise<void> {
  const before = daysAgo(deps, deps.config.pruneDays);
  for (const aged of await agedPackages(deps.db.manager, id, before)) await prunePackage(deps, id, aged, before);
}

async function prunePackage(deps: Deps, projectId: number, aged: AgedPackage, before: Date): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    // Locked before the builds, as everywhere; whether its builds may go stays as it is meanwhile.
    const project = await lockProject(tx, projectId, 'read');
    if (!project || !isPruned(project)) return;
    const old = superseded(await lockKeptBuilds(tx, projectId, aged), before, daysAgo(deps, SETTLED_DAYS));
    if (old.length > 0)
      deps.log.info('old results give way to newer ones', { project: projectId, ...aged, builds: old });
    for (let at = 0; at < old.length; at += AT_A_TIME) {
      const builds = old.slice(at, at + AT_A_TIME);
      const chroots = await chrootNamesOf(tx, builds);
      await orderRepos(say, 'delete-builds', refOf(project, aged.dirname), project, chroots, { builds });
      await markPruned(tx, builds, deps.now());
    }
  });
}

function daysAgo({ now }: Deps, days: number): Date {
  return new Date(now().getTime() - days * DAY_MS);
}

/** Of manual repositories (devel_mode) what is shown may be older than what is there; nothing of it may go by itself. */
function isPruned({ autoPrune, persistent, develMode }: ProjectRow): boolean {
  return autoPrune && !persistent && !develMode;
}
