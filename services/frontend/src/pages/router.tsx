/** All pages as one router: static files, pages, forms, and pages for what goes wrong. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { asError } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import type { StaticFiles } from '@kopr/shared/look';
import { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import { STATUS } from '../api/answer.js';
import { refusalOf } from '../domain/refusal.js';
import { httpErrorOf } from '../http/body.js';
import { loadStaticFiles } from './assets/static-files.js';
import { ErrorPage } from './error.js';
import type { PageDeps } from './page-deps.js';
import { accountRoutes } from './routes/account.js';
import { lookingRoutes } from './routes/looking.js';
import { packageRoutes } from './routes/packages.js';
import { workingRoutes } from './routes/working.js';
import { openDoors, sendPage } from './serve.js';

/** What machines that collect pages have no use for. */
const ROBOTS = [
  'User-agent: *',
  'Disallow: /api_3/',
  'Disallow: /backend/',
  'Disallow: /tmp/',
  'Disallow: /login/',
  '',
].join('\n');

/** The router over whatever reads and does. */
export function pagesOver(deps: PageDeps, log: Log, files = loadStaticFiles()): Router {
  const router = Router();
  router.get('/static/*path', files.serve);
  router.get('/robots.txt', (_request, response) => response.type('text').send(ROBOTS));
  router.get('/favicon.ico', (_request, response) => response.redirect(files.asset('logo.svg')));
  const doors = openDoors(deps, files, router);
  // Before what is below an owner: `new` and `build` are nobody's name.
  workingRoutes(doors, deps);
  accountRoutes(doors, deps);
  packageRoutes(doors, deps);
  lookingRoutes(doors, deps);
  router.use(notFound(deps, files), troubles(deps, files, log));
  return router;
}

function notFound(deps: PageDeps, files: StaticFiles): RequestHandler {
  return async (request, response) => {
    const visit = await deps.visits.of(request, response);
    const page = <ErrorPage status={404} message="The address may be mistyped, or what was here has been deleted." />;
    await sendPage(deps, files, { request, response, visit }, page, 404);
  };
}

/** Refusals in their own words; surprises only with the trace that leads to their log lines. */
function troubles(deps: PageDeps, files: StaticFiles, log: Log): ErrorRequestHandler {
  return async (thrown: unknown, request, response, next) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    const refusal = refusalOf(thrown);
    const known = refusal ? { status: STATUS[refusal.code], message: refusal.message } : httpErrorOf(thrown);
    if (!known) log.error('a page failed', { url: request.originalUrl, error: asError(thrown) });
    const page = known ? <ErrorPage {...known} /> : <ErrorPage status={500} trace={deps.trace()} />;
    // If sessions are what broke, the page comes without one.
    const visit = await deps.visits.of(request, response).catch(() => ({ viewer: null, csrf: '' }));
    await sendPage(deps, files, { request, response, visit }, page, known?.status ?? 500);
  };
}
