/**
 * Cloning, by git's own http-backend. Only the "smart" protocol: two addresses below each repository. Pushes have two more.
 * The program sees no path of the client's: it gets one that was made of validated names.
 */
import type { Log } from '@kopr/shared/log';
import { type Request, type Response, Router } from 'express';
import type { Layout } from '../domain/layout.js';
import { repositoryName, repositoryPath } from '../domain/names.js';
import { frame } from '../domain/push/pkt-line.js';
import { boundedGit } from '../git/bounded.js';
import { gitEnvironment } from '../git/environment.js';
import { runCgi } from './cgi.js';
import type { Door } from './door.js';

/** Negotiations are short; git asks in several rounds rather than in one long one. */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024;

/** What a clone hears when git fails before it has said a word. */
const APOLOGY = frame('ERR git could not read this repository; it may hold something too large');
const PACK = 'git-upload-pack';

type Params = { owner: string; dirname: string; package: string };

/** Routes below `/git`. `<package>` and `<package>.git` are the same repository. */
export function gitRoutes(layout: Layout, door: Door, log: Log): Router {
  const router = Router();
  const serve = async (request: Request<Params>, response: Response, rest: string): Promise<void> => {
    const { owner, dirname, package: named } = request.params;
    const name = repositoryName(owner, dirname, named.replace(/\.git$/, ''));
    if (!name) return void response.status(404).type('text/plain').send('no such repository\n');
    if (Number(request.get('content-length') ?? 0) > MAX_REQUEST_BYTES) return void response.sendStatus(413);
    const program = backend(layout, `/${repositoryPath(name)}.git/${rest}`, request);
    const end = await door(response, () => runCgi(program, request, response));
    if (!end && response.destroyed) return;
    if (!end) response.status(503).set('retry-after', '2').type('text/plain').send('too many clones at once\n');
    else if (end.code !== 0 && !end.left)
      log.warn('git http-backend failed', { code: end.code, complaint: end.complaint, path: request.path });
  };
  router.get('/:owner/:dirname/:package/info/refs', (request, response, next) => {
    const { service } = request.query;
    if (service === 'git-upload-pack') return serve(request, response, 'info/refs');
    if (service === 'git-receive-pack') {
      next();
      return;
    }
    // Without a service a client means the dumb protocol, which would need files that nobody keeps.
    response
      .status(403)
      .type('text/plain')
      .send(service === undefined ? 'git 1.6.6 or newer is needed\n' : 'there is no such service\n');
  });
  router.post('/:owner/:dirname/:package/git-upload-pack', (request, response) => serve(request, response, PACK));
  return router;
}

function backend(layout: Layout, pathInfo: string, request: Request<Params>): Parameters<typeof runCgi>[0] {
  const protocol = request.get('git-protocol') ?? '';
  const env: Record<string, string> = {
    GATEWAY_INTERFACE: 'CGI/1.1',
    GIT_PROJECT_ROOT: layout.git,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: pathInfo,
    REQUEST_METHOD: request.method,
    QUERY_STRING: request.method === 'GET' ? 'service=git-upload-pack' : '',
    CONTENT_TYPE: request.get('content-type') ?? '',
    // An empty one would mean no body; git reads to the end when it is not set.
    ...optional('CONTENT_LENGTH', request.get('content-length')),
    ...optional('HTTP_CONTENT_ENCODING', request.get('content-encoding') === 'gzip' ? 'gzip' : undefined),
    ...optional('GIT_PROTOCOL', /^version=[0-9]$/.test(protocol) ? protocol : undefined),
    ...optional('REMOTE_ADDR', request.ip),
  };
  const [command, args] = boundedGit(['http-backend']);
  return { command, args, env: gitEnvironment(env), ...(pathInfo.endsWith(PACK) && { apology: APOLOGY }) };
}

function optional(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}
