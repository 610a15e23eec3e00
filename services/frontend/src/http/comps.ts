/** Serves a chroot's package groups: `/coprs/<owner>/<project>/chroot/<chroot>/comps/`, groups also below `/coprs/g/`. */
import { Router, type Request, type Response } from 'express';
import { compsOf } from '../store/project-chroots.js';
import { findProject } from '../store/projects.js';
import type { HttpDeps } from './deps.js';
import { notFoundPage } from './error-page.js';

/** The publisher reads them here, and anybody may. A chroot without groups has an empty text. */
export function compsRouter(deps: HttpDeps): Router {
  const router = Router();
  const answer = (request: Request, response: Response) => serve(deps, request, response);
  router.get('/coprs/g/:group/:project/chroot/:chroot/comps', answer);
  router.get('/coprs/:owner/:project/chroot/:chroot/comps', answer);
  return router;
}

async function serve({ db }: HttpDeps, { params }: Request, response: Response): Promise<void> {
  const owner = params['group'] === undefined ? String(params['owner']) : `@${String(params['group'])}`;
  const project = await findProject(db.manager, owner, String(params['project']));
  const text = project ? await compsOf(db.manager, project.id, String(params['chroot'])) : undefined;
  if (text === undefined) {
    notFoundPage(response);
    return;
  }
  response.set({ 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' });
  response.send(text ?? '');
}
