/** Serves pictures of how a build stands, for pages elsewhere: of one build, or of the newest of a package. */
import { Router, type Request, type Response } from 'express';
import { badgeOf, type Badge } from '../domain/badge.js';
import { stateOf } from '../domain/build.js';
import { listBuilds, outlineBuild } from '../store/build-lists.js';
import { findPackage } from '../store/packages.js';
import { findProject } from '../store/projects.js';
import { drawBadge } from './draw-badge.js';
import type { HttpDeps } from './deps.js';

const PACKAGE = ':project/package/:package/status_image/last_build.png';

/** At Copr's addresses. What is not there has a badge that says so: a missing picture would say nothing. */
export function badgesRouter(deps: HttpDeps): Router {
  const router = Router();
  const ofPackage = async (request: Request, response: Response) => show(response, await packageBadge(deps, request));
  // Groups first: no user may be called `g`.
  router.get(`/coprs/g/:group/${PACKAGE}`, ofPackage);
  router.get(`/coprs/:owner/${PACKAGE}`, ofPackage);
  router.get('/coprs/build/:build/status_image.png', async (request, response) =>
    show(response, await buildBadge(deps, request)),
  );
  return router;
}

async function packageBadge({ db: { manager } }: HttpDeps, { params }: Request): Promise<Badge> {
  const owner = params['group'] === undefined ? String(params['owner']) : `@${String(params['group'])}`;
  const project = await findProject(manager, owner, String(params['project']));
  const found = project && (await findPackage(manager, project.id, String(params['package'])));
  if (!found) return 'bad_url';
  const [newest] = await listBuilds(manager, { projectId: project.id, packageName: found.name }, 1);
  return badgeOf(newest && stateOf(newest.build));
}

async function buildBadge({ db }: HttpDeps, { params }: Request): Promise<Badge> {
  const number = String(params['build']);
  const found = /^[1-9]\d{0,9}$/.test(number) ? await outlineBuild(db.manager, Number(number)) : undefined;
  return found ? badgeOf(stateOf(found.build)) : 'bad_url';
}

function show(response: Response, badge: Badge): void {
  response.set({
    'Content-Type': 'image/png',
    'Content-Disposition': `inline; filename=${badge}.png`,
    'Cache-Control': 'no-cache',
  });
  response.send(drawBadge(badge));
}
