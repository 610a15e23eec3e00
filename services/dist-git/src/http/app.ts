/** Everything that dist-git serves: reading is open to everybody; builders put SRPMs to the intake, and people push and upload archives. Health pages are the service's own. */
import { asError } from '@kopr/shared/errors';
import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import type { TrustedProxies } from '@kopr/shared/config';
import type { Log } from '@kopr/shared/log';
import { archiveRoutes } from './archive.js';
import { logRoutes, lookasideRoutes } from './files.js';
import { gitRoutes } from './git.js';
import { type IntakeMeans, sourceIntake } from './intake.js';
import type { Means } from '../verbs/means.js';
import { pushRoutes } from './push.js';
import type { PusherOf } from './pusher.js';
import { type RpkgMeans, rpkgRoutes } from './rpkg.js';
import { openDoor } from './door.js';
import { PACE } from './pace.js';
import { type UploadMeans, uploadRoutes } from './upload.js';

/** git processes for clients at the same time, and how many requests may wait for one; nobody takes all of them. */
const PLACES = { inside: 16, waiting: 500, each: 8 };

/** What the application is handed by main. */
export interface WebMeans extends IntakeMeans, UploadMeans, RpkgMeans {
  readonly pusherOf: PusherOf;
  /** Who may say for whom it asks. */
  readonly trustedProxies: TrustedProxies;
  /** For what pushes change. */
  readonly means: Means;
}

/** The Express application. `pages`: what people see; without it there are only machines' addresses. */
export function createApp(means: WebMeans, pages?: Router, pace = PACE): Express {
  const { layout, log } = means;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', means.trustedProxies);
  app.use('/git', gitRoutes(layout, openDoor(PLACES, pace), log));
  app.use('/git', pushRoutes(means));
  // However many people clone, builders get their sources.
  app.use('/archive', archiveRoutes(layout, openDoor(PLACES, pace), log));
  app.use('/repo/pkgs', lookasideRoutes(layout), uploadRoutes(means), rpkgRoutes(means));
  app.use('/import-logs', logRoutes(layout));
  app.use(sourceIntake(means));
  if (pages) app.use(pages);
  app.use((_request, response) => void response.status(404).type('text/plain').send('not found\n'));
  app.use(answerError(log));
  return app;
}

/** Express knows an error handler by its four parameters. */
function answerError(log: Log): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const status = (thrown as { status?: unknown }).status;
    if (response.headersSent) {
      next(thrown);
      return;
    }
    // Such as an address that cannot be decoded.
    if (typeof status === 'number' && status < 500)
      return void response.status(status).type('text/plain').send('bad request\n');
    log.error('request failed', { method: request.method, path: request.path, error: asError(thrown) });
    response.status(500).type('text/plain').send('internal error\n');
  };
}
