/** Serves `.repo` files: `/coprs/<owner>/<dirname>/repo/<release>/…`, groups also as `/coprs/g/<group>/…`. */
import { Router, type Request, type Response } from 'express';
import { repoFileText } from '../domain/repo-file.js';
import { repoFile } from '../verbs/repo-file.js';
import type { HttpDeps } from './deps.js';
import { notFoundPage } from './error-page.js';

const CACHE_S = 300;

/** What dnf's `copr` plugin asks for; the last part of the path is free. */
export function repoFilesRouter(deps: HttpDeps): Router {
  const router = Router();
  const answer = (request: Request, response: Response) => serve(deps, request, response);
  // Groups first: no user may be called `g`.
  router.get('/coprs/g/:group/:dirname/repo/:release{/:file}', answer);
  router.get('/coprs/:owner/:dirname/repo/:release{/:file}', answer);
  return router;
}

async function serve(deps: HttpDeps, { params, query }: Request, response: Response): Promise<void> {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const owner = params['group'] === undefined ? text(params['owner']) : `@${text(params['group'])}`;
  const dirname = text(params['dirname']);
  const arch = text(query['arch']) || undefined;
  const answer = await repoFile(deps, { owner, dirname, release: text(params['release']), arch });
  if ('missing' in answer) {
    if (answer.missing === 'chroot') response.set('Copr-Error-Data', errorData(answer.available));
    notFoundPage(response);
    return;
  }
  response.set({
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Disposition': `filename=${owner}-${dirname}.repo`,
    'Cache-Control': `public, max-age=${CACHE_S}`,
  });
  response.send(repoFileText(answer.file));
}

/** The plugin shows these to its user. */
function errorData(available: readonly string[]): string {
  return Buffer.from(JSON.stringify({ 'available chroots': available })).toString('base64');
}
