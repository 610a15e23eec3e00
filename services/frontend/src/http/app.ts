/** The frontend's web application, put together: headers, log, API, builders, repository files, pages. */
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import { asError } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import { securityHeaders } from '@kopr/shared/look';
import { apiRouter } from '../api/index.js';
import { STATUS } from '../api/answer.js';
import { backendRouter } from '../backend/tasks.js';
import { refusalOf } from '../domain/refusal.js';
import { hooksRouter } from '../hooks/router.js';
import { badgesRouter } from './badges.js';
import { httpErrorOf } from './body.js';
import { compsRouter } from './comps.js';
import type { HttpDeps } from './deps.js';
import { errorPage, notFoundPage } from './error-page.js';
import { repoFilesRouter } from './repo-files.js';
import { loggedUrl, requestLog } from './request-log.js';
import { uploadsRouter } from './uploads.js';

/** `pages`: what people see; without it there are only machines' addresses. */
export function buildApp(deps: HttpDeps, pages?: Router): Express {
  const app = express();
  // Live logs and results are elsewhere.
  const headers = securityHeaders([deps.config.intakeUrl, deps.config.resultsUrl]);
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', deps.config.trustedProxies);
  app.use(requestLog(deps.log), headers, oneSlash());
  app.use('/api_3', apiRouter(deps));
  app.use('/backend', backendRouter(deps));
  app.use('/tmp', uploadsRouter(deps));
  app.use('/webhooks', hooksRouter(deps));
  app.use(repoFilesRouter(deps), compsRouter(deps), badgesRouter(deps));
  if (pages) app.use(pages);
  app.use((_request, response) => notFoundPage(response));
  app.use(pageErrors(deps.log));
  return app;
}

/** Doubled slashes are collapsed by a redirect that keeps verb and body. */
function oneSlash(): RequestHandler {
  return (request, response, next) => {
    const [path = '', ...query] = request.url.split('?');
    if (!path.includes('//')) {
      next();
      return;
    }
    response.redirect(308, [path.replace(/\/{2,}/g, '/'), ...query].join('?'));
  };
}

/** Errors of pages as pages; the sentence of a refusal may hold what was asked, so it is not repeated. */
function pageErrors(log: Log): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    const refusal = refusalOf(thrown);
    const known = refusal ? STATUS[refusal.code] : httpErrorOf(thrown)?.status;
    if (known === 404) {
      notFoundPage(response);
      return;
    }
    if (known !== undefined) {
      errorPage(response, known, 'This cannot be done.');
      return;
    }
    log.error('a request failed', { url: loggedUrl(request.originalUrl), error: asError(thrown) });
    errorPage(response, 500, 'Something went wrong here, and it is in the log.');
  };
}
