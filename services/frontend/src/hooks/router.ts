/** What is served below `/webhooks`. */
import { Router } from 'express';
import type { Deps } from '../deps.js';
import { answer, hookErrors } from './answer.js';
import { customRoutes } from './custom.js';
import { takeForge } from './forges.js';
import { largeBodies } from './take-body.js';

/** No session and no token counts here: who knows the project's secret may send. */
export function hooksRouter(deps: Deps): Router {
  const router = Router();
  const calls = { ...deps, large: largeBodies() };
  router.use(customRoutes(calls));
  router.post('/:forge/:project/:secret{/:package}', (request, response) => takeForge(calls, request, response));
  router.post('/*path', (_request, response) => answer(response, 404, 'There is no such webhook.'));
  router.all('/*path', (_request, response) => {
    response.set('Allow', 'POST');
    answer(response, 405, 'Webhooks take POST.');
  });
  router.use(hookErrors(deps.log));
  return router;
}
