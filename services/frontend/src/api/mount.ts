/** Makes routes out of tables of endpoints: both slash forms, deprecated verbs, 405 for the others, errors as JSON. */
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { refuse } from '../domain/refusal.js';
import { readBody } from '../http/body.js';
import type { HttpDeps } from '../http/deps.js';
import { apiUser } from '../http/who.js';
import { sendJson, unauthorized } from './answer.js';
import type { Call, Endpoint, Verb } from './endpoint.js';

/** A router with all endpoints. Of two paths that fit a request, the one listed first wins. */
export function mount(endpoints: readonly Endpoint[], deps: HttpDeps): Router {
  const router = Router({ strict: false, caseSensitive: true });
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
    router.all(
      path,
      route(
        endpoints.filter((endpoint) => endpoint.path === path),
        deps,
      ),
    );
  }
  return router;
}

function route(endpoints: readonly Endpoint[], deps: HttpDeps): RequestHandler {
  return async (request, response, next) => {
    if (!fitsPath(request)) {
      next('route');
      return;
    }
    const { method } = request;
    const verb = method === 'HEAD' ? 'GET' : method;
    const endpoint = endpoints.find((candidate) => candidate.verb === verb || candidate.deprecated === verb);
    if (method === 'OPTIONS') {
      allow(endpoints, response);
      return;
    }
    if (!endpoint) {
      sendJson(response, 405, { error: 'The method is not allowed for the requested URL.' });
      return;
    }
    if (endpoint.deprecated === verb) warn(response, endpoint.verb, verb);
    await run(endpoint, deps, request, response);
  };
}

/** Numbers are numbers: `/build/abc` is no address at all. */
function fitsPath({ params }: Request): boolean {
  const { id } = params;
  return id === undefined || /^\d+$/.test(String(id));
}

async function run(endpoint: Endpoint, deps: HttpDeps, request: Request, response: Response): Promise<void> {
  // Before the body: nobody may make us read one without showing who they are.
  const user = endpoint.login ? await apiUser(deps, request) : null;
  if (endpoint.login && !user) {
    unauthorized(response, deps.config.frontendUrl);
    return;
  }
  const streams = endpoint.streams === true && request.is('multipart/form-data') !== false;
  const body = streams ? undefined : await readBody(request, response);
  const call: Call = { deps, request, path: texts(request.params), query: texts(request.query), body };
  if (!endpoint.login) {
    sendJson(response, 200, await endpoint.run(call));
    return;
  }
  if (user) sendJson(response, 200, await endpoint.run({ ...call, user }));
}

function allow(endpoints: readonly Endpoint[], response: Response): void {
  const verbs = endpoints.flatMap(({ verb, deprecated }) => [verb, ...(deprecated ? [deprecated] : [])]);
  const all = [...(verbs.includes('GET') ? ['HEAD'] : []), 'OPTIONS', ...verbs];
  response.set('Allow', all.join(', ')).status(200).end();
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
