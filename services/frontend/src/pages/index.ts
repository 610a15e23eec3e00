/** The pages of the house: the router over store, verbs and sessions. */
import { currentTrace, traceIdOf } from '@kopr/shared/log';
import type { Router } from 'express';
import type { HttpDeps } from '../http/deps.js';
import { pagesOver } from './router.js';
import { storedActs } from './stored/acts.js';
import { storedData } from './stored/data.js';
import { storedVisits } from './stored/visits.js';

/** Everything that people see. */
export function pagesRouter(deps: HttpDeps): Router {
  const { config, log, now } = deps;
  return pagesOver(
    {
      data: storedData(deps),
      acts: storedActs(deps),
      visits: storedVisits(deps),
      siteUrl: config.frontendUrl,
      distGitUrl: config.distGitUrl,
      intakeUrl: config.intakeUrl,
      now,
      trace: () => traceIdOf(currentTrace() ?? ''),
    },
    log,
  );
}
