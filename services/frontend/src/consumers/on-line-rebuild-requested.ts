/** The scheduler lost its line: every open task is said again. Not once only: saying it again is harmless. */
import { done, type Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { openBuilds } from '../store/builds.js';
import { sayTasksAgain } from '../verbs/say-again.js';

const AT_A_TIME = 200;

/** A transaction for each build, so that a long line locks nothing for long. */
export const onLineRebuildRequested =
  (deps: Deps): Handler<'line.rebuild-requested'> =>
  async ({ request }) => {
    let [last, tasks] = [0, 0];
    for (;;) {
      const builds = await openBuilds(deps.db.manager, last, AT_A_TIME);
      for (const build of builds) tasks += await sayTasksAgain(deps, build);
      last = builds.at(-1) ?? last;
      if (builds.length < AT_A_TIME) break;
    }
    deps.log.info('open tasks said again', { request, tasks });
    return done;
  };
