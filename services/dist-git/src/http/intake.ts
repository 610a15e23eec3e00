/** Where builders put the SRPMs that they made: the one door that takes anything, and only from a source task's builder. */
import { isDiskFull } from '@kopr/shared/files';
import {
  answerError,
  type Authorize,
  budgets,
  type IntakeDeps,
  intakeRoutes,
  keyedLock,
  refuse,
} from '@kopr/shared/intake';
import type { Log } from '@kopr/shared/log';
import { type ErrorRequestHandler, Router } from 'express';
import type { Layout } from '../domain/layout.js';
import { srpmRules } from '../sources/srpm-rules.js';

/** What the intake is handed by main. */
export interface IntakeMeans {
  readonly layout: Layout;
  readonly log: Log;
  readonly authorize: Authorize;
  readonly maxSrpmBytes: number;
  readonly hasRoom: () => Promise<boolean>;
  /** Called when there was none; may be called often. */
  readonly tellFull: () => Promise<void>;
}

/** Routes below `/intake`. */
export function sourceIntake(means: IntakeMeans): Router {
  const router = Router();
  router.use(intakeRoutes(depsOf(means)));
  router.use(noticeFull(means));
  router.use(answerError(means.log));
  return router;
}

function depsOf({ layout, authorize, maxSrpmBytes, hasRoom, tellFull }: IntakeMeans): IntakeDeps {
  return {
    authorize: forSourceTasks(authorize, maxSrpmBytes),
    budgets: budgets(),
    lock: keyedLock(),
    rules: srpmRules,
    hasRoom: async () => {
      const enough = await hasRoom();
      if (!enough) await tellFull();
      return enough;
    },
    attemptDir: layout.attempt,
  };
}

/** A token of an RPM task counts at the publisher's intake, not here. */
function forSourceTasks(authorize: Authorize, maxBytes: number): Authorize {
  return (request, use) => {
    const permit = authorize(request, use);
    if (!/^\d+$/.test(permit.task)) throw refuse(403, 'only source tasks put files here');
    return { ...permit, bytes: Math.min(permit.bytes, maxBytes) };
  };
}

function noticeFull({ tellFull, log }: IntakeMeans): ErrorRequestHandler {
  return (thrown: unknown, _request, _response, next) => {
    if (isDiskFull(thrown)) tellFull().catch((error: unknown) => log.warn('the full disk was not told', { error }));
    next(thrown);
  };
}
