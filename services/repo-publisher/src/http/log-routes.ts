/** Where builder-manager puts a container's output while it runs. */
import { type Authorize, offsetHeader, refuse } from '@kopr/shared/intake';
import { Router, type Request, type Response } from 'express';
import { appendToLog } from '../verbs/append-log.js';
import type { LogDeps } from '../verbs/deps.js';
import { sealAttempt } from '../verbs/seal-log.js';
import type { ResultPermit } from './authorize.js';

export interface LogRouteDeps extends LogDeps {
  readonly authorize: Authorize<ResultPermit>;
  readonly hasRoom: () => Promise<boolean>;
}

/** `PUT …/log?offset=N` and `POST …/log/seal?size=N`. */
export function logRoutes(deps: LogRouteDeps): Router {
  const router = Router();
  router.put('/intake/:task/:attempt/log', (request, response) => append(deps, request, response));
  router.post('/intake/:task/:attempt/log/seal', (request, response) => seal(deps, request, response));
  return router;
}

async function append(deps: LogRouteDeps, request: Request, response: Response): Promise<void> {
  const permit = deps.authorize(request, 'manager');
  const offset = countOf(request, 'offset');
  if (!(await deps.hasRoom())) throw refuse(507, 'the disk is full; try again later');
  const { end, held } = await appendToLog(deps, permit, { offset, body: request, limit: permit.bytes });
  if (end === 'gap') throw refuse(409, `${held} bytes are held`, offsetHeader(held));
  if (end === 'over-budget') throw refuse(413, `a log of more than ${permit.bytes} bytes`, offsetHeader(held));
  response.status(204).set(offsetHeader(held)).end();
}

async function seal(deps: LogRouteDeps, request: Request, response: Response): Promise<void> {
  const permit = deps.authorize(request, 'manager');
  const sealed = await sealAttempt(deps, permit, countOf(request, 'size'));
  if (sealed.end === 'gap') throw refuse(409, `${sealed.held} bytes are held`, offsetHeader(sealed.held));
  response.status(204).end();
}

function countOf(request: Request, name: string): number {
  const given = request.query[name];
  const count = typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : NaN;
  if (Number.isSafeInteger(count)) return count;
  throw refuse(400, `${name}: expected a number of bytes`);
}
