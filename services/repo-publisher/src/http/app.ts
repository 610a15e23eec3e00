/** The intake and the live logs as one web application. */
import { asError, KoprError } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { blobRoutes, type BlobDeps } from './blob-routes.js';
import { liveRoutes, type LiveDeps } from './live-routes.js';
import { logRoutes, type LogRouteDeps } from './log-routes.js';
import { manifestRoutes } from './manifest-routes.js';

/** All that the routes need. */
export type AppDeps = BlobDeps & LogRouteDeps & LiveDeps;

/** Makes the application; health pages are the life-cycle's. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(blobRoutes(deps), manifestRoutes(deps), logRoutes(deps), liveRoutes(deps));
  app.use((_request, response) => void response.status(404).json({ error: 'not found' }));
  app.use(answerError(deps.log));
  return app;
}

/** Express knows an error handler by its four parameters. */
function answerError(log: Log): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const error = asError(thrown);
    const { status, headers } = answerTo(error);
    if (status >= 500) log.error('request failed', { method: request.method, path: request.path, status, error });
    else log.info('request refused', { method: request.method, path: request.path, status, reason: error.message });
    // An answer that has begun cannot become another; with nothing left to ask, Express cuts the line.
    if (response.headersSent) {
      next();
      return;
    }
    response
      .status(status)
      .set(headers)
      .json({ error: status === 500 ? 'internal error' : error.message });
  };
}

function answerTo(error: Error): { status: number; headers: Record<string, string> } {
  if (error instanceof KoprError && error.code === 'http') {
    return {
      status: Number(error.details['status']),
      headers: { ...(error.details['headers'] as Record<string, string>) },
    };
  }
  if ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) return { status: 507, headers: {} };
  // The body parser's own refusals, and uploads that broke off.
  if ('status' in error && typeof error.status === 'number') return { status: error.status, headers: {} };
  if ('code' in error && error.code === 'ECONNRESET') return { status: 400, headers: {} };
  return { status: 500, headers: {} };
}
