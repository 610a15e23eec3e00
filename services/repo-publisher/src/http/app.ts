/** The intake and the live logs as one web application. */
import { answerError, intakeRoutes, type IntakeDeps } from '@kopr/shared/intake';
import express, { type Express } from 'express';
import { resultRules } from '../intake/result-rules.js';
import { attemptDir } from '../tree/layout.js';
import { liveRoutes, type LiveDeps } from './live-routes.js';
import { logRoutes, type LogRouteDeps } from './log-routes.js';

/** All that the routes need. */
export type AppDeps = Omit<IntakeDeps, 'attemptDir' | 'rules'> & LogRouteDeps & LiveDeps;

/** Makes the application; health pages are the life-cycle's. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const intake = {
    ...deps,
    rules: resultRules,
    attemptDir: (task: string, attempt: number) => attemptDir(deps.tree, task, attempt),
  };
  app.use(intakeRoutes(intake), logRoutes(deps), liveRoutes(deps));
  app.use((_request, response) => void response.status(404).json({ error: 'not found' }));
  app.use(answerError(deps.log));
  return app;
}
