/** Definitions of tasks, as builders (and the curious) read them. */
import { Router, type Request, type Response } from 'express';
import { parseChrootName } from '@kopr/shared/domain';
import { transact } from '@kopr/shared/outbox';
import { rpmDefinition, sourceDefinition } from '@kopr/proto';
import { jsonErrors, sendJson } from '../api/answer.js';
import { addressed } from '../domain/definition.js';
import { refuse, required } from '../domain/refusal.js';
import type { Addresses } from '../domain/rooms.js';
import { addressedSource } from '../domain/source-definition.js';
import { hasPart, whyUnwanted } from '../domain/task-news.js';
import type { HttpDeps } from '../http/deps.js';
import { showBuild } from '../store/build-lists.js';
import { insideAddresses, publicAddresses } from '../verbs/addresses.js';
import { applyNews } from '../verbs/apply-news.js';
import { shownDefinition, shownSource } from '../verbs/shown-definition.js';
import { bearerOf, type Bearer } from './bearer.js';
import { giveSecret } from './source-secret.js';

/** What Copr's builders check before they work with an instance. */
const API_VERSION = '9';
const UNKNOWN = 'Specified task ID not found';

/** What is served below `/backend`. */
export function backendRouter(deps: HttpDeps): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set('Copr-FE-BE-API-Version', API_VERSION);
    next();
  });
  router.get('/get-build-task/:task', (request, response) => rpmTask(deps, request, response));
  router.get('/get-srpm-build-task/:build', (request, response) => sourceTask(deps, request, response));
  router.post('/get-source-secret/:build', (request, response) => giveSecret(deps, request, response));
  router.use((_request, response) => sendJson(response, 404, { msg: 'There is nothing at this address' }));
  router.use(jsonErrors(deps.log, 'msg'));
  return router;
}

async function rpmTask(deps: HttpDeps, request: Request, response: Response): Promise<void> {
  const task = String(request.params['task']);
  const bearer = bearerOf(deps, request);
  const [, number = '', name = ''] = /^(\d{1,10})-(.+)$/.exec(task) ?? refuse('missing', UNKNOWN);
  if (!parseChrootName(name)) refuse('missing', 'Chroot identification is not valid');
  if (bearer) await startRun(deps, Number(number), task, bearer);
  const listed = required(await showBuild(deps.db.manager, Number(number)), 'missing', UNKNOWN);
  const chroot = required(
    listed.build.chroots.find((candidate) => candidate.name === name),
    'missing',
    UNKNOWN,
  );
  const definition = required(await shownDefinition(deps, listed, chroot), 'missing', UNKNOWN);
  sendJson(response, 200, rpmDefinition.parse(addressed(definition, addressesFor(deps, bearer))));
}

async function sourceTask(deps: HttpDeps, request: Request, response: Response): Promise<void> {
  const task = String(request.params['build']);
  const bearer = bearerOf(deps, request);
  if (!/^\d{1,10}$/.test(task)) refuse('missing', UNKNOWN);
  if (bearer) await startRun(deps, Number(task), task, bearer);
  const listed = required(await showBuild(deps.db.manager, Number(task)), 'missing', UNKNOWN);
  const definition = addressedSource(await shownSource(deps, listed), addressesFor(deps, bearer));
  sendJson(response, 200, sourceDefinition.parse(definition));
}

/** A run of an attempt that is not current is refused; that of a higher one than known is itself news. */
async function startRun(deps: HttpDeps, buildId: number, task: string, { token }: Bearer): Promise<void> {
  if (token.task !== task) refuse('forbidden', `The token is for the task ${token.task}`);
  const { attempt } = token;
  await transact(deps.db, async (tx, say) => {
    const news = { type: 'definition.fetched' as const, body: { task, attempt } };
    const applied = required(await applyNews(deps, tx, say, buildId, news), 'missing', UNKNOWN);
    const { build } = applied.decision;
    if (!applied.held.project.living || !hasPart(build, task)) refuse('missing', UNKNOWN);
    const why = whyUnwanted(build, task, attempt);
    if (why !== undefined) refuse('conflict', `Attempt ${attempt} of ${task} is not current: ${why}`);
  });
}

/** Builders reach the rooms by other addresses than people. */
function addressesFor({ config }: HttpDeps, bearer: Bearer | undefined): Addresses {
  return bearer ? insideAddresses(config) : publicAddresses(config);
}
