/** Ends temporary projects, directories of pull requests nobody builds in, and results of chroots that were dropped. */
import { loop, type Part } from '@kopr/shared/service';
import type { Deps } from '../deps.js';
import { expiredDirs } from '../store/project-dirs.js';
import { expiredChroots } from '../store/project-parts.js';
import { expiredProjects } from '../store/projects.js';
import { endDir, endProject, endProjectChroot } from '../verbs/end-expired.js';

/** They live for days, so minutes do not matter. */
const EVERY_MS = 5 * 60_000;
const AT_A_TIME = 50;

/** Any number of replicas may run it: each end is decided again under the project's lock. */
export function expire(deps: Deps): Part {
  const tick = async (): Promise<void | 'again'> => ((await expireSome(deps)) ? 'again' : undefined);
  return loop({ name: 'expire', everyMs: EVERY_MS, log: deps.log, tick });
}

/** One round; true when there may be more to do at once. */
export async function expireSome(deps: Deps): Promise<boolean> {
  const [tx, now] = [deps.db.manager, deps.now()];
  const projects = await expiredProjects(tx, now, AT_A_TIME);
  const dirs = await expiredDirs(tx, now, AT_A_TIME);
  const chroots = await expiredChroots(tx, now, AT_A_TIME);
  const ends = [
    ...projects.map(
      ({ id }) =>
        () =>
          endProject(deps, id),
    ),
    ...dirs.map((dir) => () => endDir(deps, dir)),
    ...chroots.map((chroot) => () => endProjectChroot(deps, chroot)),
  ];
  let failed = 0;
  for (const end of ends) failed += await tried(deps, end);
  return failed === 0 && ends.length >= AT_A_TIME;
}

/** One that cannot be ended must not keep the loop from the others. */
async function tried({ log }: Deps, end: () => Promise<void>): Promise<0 | 1> {
  try {
    await end();
    return 0;
  } catch (error) {
    log.error('what expired could not be ended', { error });
    return 1;
  }
}
