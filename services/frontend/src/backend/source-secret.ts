/** The door at which the builder of a private source asks for what opens its repository. */
import type { Request, Response } from 'express';
import { sendJson } from '../api/answer.js';
import { refuse } from '../domain/refusal.js';
import type { HttpDeps } from '../http/deps.js';
import { handOutSecret } from '../verbs/hand-out-secret.js';
import { bearerOf } from './bearer.js';

/** Answers the secret: nothing on the way may keep it, and no log tells more than that it was given. */
export async function giveSecret(deps: HttpDeps, request: Request, response: Response): Promise<void> {
  response.set('Cache-Control', 'no-store');
  const task = String(request.params['build']);
  const bearer = bearerOf(deps, request) ?? refuse('unauthorized', 'A builder’s token is needed');
  if (!/^\d{1,10}$/.test(task)) refuse('missing', 'Specified task ID not found');
  const { token } = bearer;
  if (token.task !== task) refuse('forbidden', `The token is for the task ${token.task}`);
  if (token.use !== 'builder') refuse('forbidden', `The token is for the ${token.use}’s use`);
  const secret = await handOutSecret(deps, { build: Number(task), task, attempt: token.attempt });
  deps.log.info('a builder was given the secret of a source', { task, attempt: token.attempt, kind: secret.kind });
  sendJson(response, 200, secret);
}
