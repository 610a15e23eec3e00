/** `rpkg.conf` of a project: for everybody, and with a key for uploads for whoever asks with an API token. */
import { type Request, type Response, Router } from 'express';
import type { DataSource } from 'typeorm';
import { rpkgConf, type Uploader } from '../domain/rpkg-conf.js';
import { keyFor } from '../verbs/caller-of.js';
import { isProject } from '../verbs/push-target.js';
import type { PusherOf, Target } from './pusher.js';

/** What the route works with. */
export interface RpkgMeans {
  readonly db: DataSource;
  readonly pusherOf: PusherOf;
  /** dist-git as people reach it, without a slash at its end. */
  readonly distGitUrl: string;
}

/** Below `/repo/pkgs`: `/<owner>/<dirname>/rpkg.conf`. */
export function rpkgRoutes(means: RpkgMeans): Router {
  const router = Router();
  router.get('/:owner/:dirname/rpkg.conf', (request, response) => serve(means, request.params, request, response));
  return router;
}

async function serve(
  { db, pusherOf, distGitUrl }: RpkgMeans,
  target: Target,
  request: Request,
  response: Response,
): Promise<void> {
  response.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }).type('text/plain');
  const { authorization } = request.headers;
  let uploader: Uploader | undefined;
  if (authorization !== undefined) {
    const pusher = await pusherOf(request, response, target);
    if (!pusher) return;
    const key = keyFor(authorization, target);
    uploader = key === undefined ? undefined : { user: pusher.user, key };
  } else if (!(await isProject(db, target))) {
    return void response.status(404).send(`there is no project for ${target.owner}/${target.dirname}\n`);
  }
  response.send(rpkgConf(distGitUrl, target, uploader));
}
