/** Answers requests out of the tables of endpoints: both slash forms, deprecated verbs, 405 for the others. */
import type { Request, RequestHandler, Response } from 'express';
import { refuse } from '../domain/refusal.js';
import { readBody } from '../http/body.js';
import type { HttpDeps } from '../http/deps.js';
import { receiveFields } from '../http/upload.js';
import { apiUser } from '../http/who.js';
import { sendJson, unauthorized } from './answer.js';
import type { Call, Endpoint, Verb } from './endpoint.js';
import { piecesOf, sendPieces } from './pieces.js';
import { routeTable } from './route-table.js';

/** A handler for all endpoints, which goes on to the next one when no path fits. */
export function mount(endpoints: readonly Endpoint[], deps: HttpDeps): RequestHandler {
  const find = routeTable(endpoints);
  return async (request, response, next) => {
    const found = find(request.path);
    if (!found) {
      next();
      return;
    }
    const { method } = request;
    const verb = method === 'HEAD' ? 'GET' : method;
    const endpoint = found.rows.find((row) => row.verb === verb || row.deprecated === verb);
    if (!endpoint) {
      refuseVerb(found.rows, method, response);
      return;
    }
    if (endpoint.deprecated === verb) warn(response, endpoint.verb, verb);
    await run(endpoint, deps, found.path, request, response);
  };
}

async function run(
  endpoint: Endpoint,
  deps: HttpDeps,
  path: Call['path'],
  request: Request,
  response: Response,
): Promise<void> {
  // Before the body: nobody may make us read one without showing who they are.
  const user = endpoint.login ? await apiUser(deps, request) : null;
  if (endpoint.login && !user) {
    unauthorized(response, deps.config.frontendUrl);
    return;
  }
  const body = await bodyFor(endpoint, request, response);
  const call: Call = { deps, request, path, query: texts(request.query), body };
  if (!endpoint.login) await answer(response, await endpoint.run(call));
  else if (user) await answer(response, await endpoint.run({ ...call, user }));
}

/** Nothing to read in a GET; and uploads are too big to be read here. */
async function bodyFor({ verb, streams }: Endpoint, request: Request, response: Response): Promise<Call['body']> {
  if (verb === 'GET') return undefined;
  if (!request.is('multipart/form-data')) return readBody(request, response);
  return streams === true ? undefined : receiveFields(request);
}

async function answer(response: Response, value: unknown): Promise<void> {
  const pieces = piecesOf(value);
  if (pieces) await sendPieces(response, pieces);
  else sendJson(response, 200, value);
}

function refuseVerb(rows: readonly Endpoint[], method: string, response: Response): void {
  const verbs = rows.flatMap(({ verb, deprecated }) => [verb, ...(deprecated ? [deprecated] : [])]);
  const all = [...(verbs.includes('GET') ? ['HEAD'] : []), 'OPTIONS', ...verbs];
  response.set('Allow', all.join(', '));
  if (method === 'OPTIONS') response.status(200).end();
  else sendJson(response, 405, { error: 'The method is not allowed for the requested URL.' });
}

function warn(response: Response, verb: Verb, instead: string): void {
  response.set('Warning', `This method is deprecated: Use ${verb} method instead of ${instead}`);
}

/** Of a repeated key only the first value counts. */
function texts(values: object): Record<string, string> {
  const first = (value: unknown) => (Array.isArray(value) ? (value as unknown[])[0] : value);
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(first(value))]));
}

/** The value of a query argument that must be there. */
export function argument({ query }: Pick<Call, 'query'>, name: string): string {
  const value = query[name];
  if (value === undefined) refuse('invalid', `Missing argument ${name}`);
  if (value === '') refuse('no-json', NO_JSON);
  return value;
}

/** Copr's text (its framework's) when there is nothing to find the owner in. */
export const NO_JSON = "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.";

/** The body, or Copr's refusal when nothing was sent. */
export function bodyOf({ body }: Pick<Call, 'body'>): Readonly<Record<string, unknown>> {
  return body ?? refuse('no-json', NO_JSON);
}

/** A text of the body that must be there: the owner or the project. */
export function bodyArgument(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : refuse('invalid', `Missing argument ${name}`);
}
