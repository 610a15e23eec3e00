/** API v3: all its endpoints, each noun's in a table of its own. */
import { Router } from 'express';
import type { HttpDeps } from '../http/deps.js';
import { jsonErrors, sendJson } from './answer.js';
import { BUILD_CHROOTS } from './build-chroots.js';
import { BUILD_CREATE_MADE } from './build-create-made.js';
import { BUILD_CREATE } from './build-create.js';
import { BUILD_AGAIN } from './build-again.js';
import { BUILDS } from './builds.js';
import type { Endpoint } from './endpoint.js';
import { GENERAL } from './general.js';
import { GSSAPI } from './gssapi.js';
import { mount } from './mount.js';
import { MONITOR } from './monitor.js';
import { openApiRouter } from './openapi/serve.js';
import { PACKAGE_BUILD } from './package-build.js';
import { PACKAGE_EDIT } from './package-edit.js';
import { PACKAGE_SECRET } from './package-secret.js';
import { PACKAGES } from './packages.js';
import { PROJECT_CHROOTS } from './project-chroots.js';
import { PERMISSIONS } from './permissions.js';
import { PROJECT_ACTS } from './project-acts.js';
import { PROJECT_EDIT } from './project-edit.js';
import { PROJECT_FORK } from './project-fork.js';
import { PROJECT_SEARCH } from './project-search.js';
import { PROJECTS } from './projects.js';
import { RPMREPO } from './rpmrepo.js';
import { STATUS_TOKENS } from './status-tokens.js';
import { WEBHOOK_SETTINGS } from './webhook-settings.js';
import { WEBHOOKS } from './webhooks.js';

/** Every endpoint there is. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...GENERAL,
  ...GSSAPI,
  ...PROJECTS,
  ...PROJECT_SEARCH,
  ...PROJECT_EDIT,
  ...PROJECT_FORK,
  ...PROJECT_ACTS,
  ...PERMISSIONS,
  ...PROJECT_CHROOTS,
  ...RPMREPO,
  ...BUILD_CREATE,
  ...BUILD_CREATE_MADE,
  ...BUILD_AGAIN,
  ...BUILDS,
  ...BUILD_CHROOTS,
  ...PACKAGES,
  ...PACKAGE_EDIT,
  ...PACKAGE_BUILD,
  ...PACKAGE_SECRET,
  ...MONITOR,
  ...WEBHOOK_SETTINGS,
  ...WEBHOOKS,
  ...STATUS_TOKENS,
];

/** What is served below `/api_3`. */
export function apiRouter(deps: HttpDeps): Router {
  const router = Router();
  router.use(mount(ENDPOINTS, deps), openApiRouter(ENDPOINTS));
  // The description for people is one of the pages.
  router.get('/docs', (_request, _response, next) => next('router'));
  router.use((_request, response) => sendJson(response, 404, { error: "Such API endpoint doesn't exist" }));
  router.use(jsonErrors(deps.log, 'error'));
  return router;
}
