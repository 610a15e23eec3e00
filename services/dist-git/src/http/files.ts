/** Plain files: archives of the lookaside, which never change, and logs of imports, which grow. */
import { stat } from 'node:fs/promises';
import { fileNameProblem } from '@kopr/shared/domain';
import { type Response, Router } from 'express';
import type { Layout } from '../domain/layout.js';
import { repositoryName } from '../domain/names.js';

/** What strangers wrote is never shown as a page of ours. */
const HARMLESS = { 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" };

/** Routes below `/repo/pkgs`: `/<owner>/<dirname>/<package>/<file>/sha512/<hash>/<file>`. */
export function lookasideRoutes(layout: Layout): Router {
  const router = Router();
  router.get('/:owner/:dirname/:package/:file/sha512/:hash/:again', async (request, response) => {
    const { owner, dirname, package: named, file, hash, again } = request.params;
    const name = repositoryName(owner, dirname, named);
    const isSound = file === again && fileNameProblem(file) === undefined && /^[0-9a-f]{128}$/.test(hash);
    const headers = {
      ...HARMLESS,
      etag: `"${hash}"`,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'application/octet-stream',
    };
    if (name && isSound) await sendFile(response, layout.archive(name, file, hash), headers);
    else notFound(response);
  });
  return router;
}

/** Routes below `/import-logs`: `/<build>.log`. */
export function logRoutes(layout: Layout): Router {
  const router = Router();
  router.get('/:file', async (request, response) => {
    const build = /^([1-9][0-9]{0,14})\.log$/.exec(request.params.file)?.[1];
    const headers = {
      ...HARMLESS,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-cache',
      'access-control-allow-origin': '*',
    };
    if (build === undefined) notFound(response);
    else await sendFile(response, layout.log(Number(build)), headers);
  });
  return router;
}

async function sendFile(response: Response, path: string, headers: Record<string, string>): Promise<void> {
  const isThere = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isThere) {
    notFound(response);
    return;
  }
  response.set(headers);
  // Names that begin with a dot are as good as others; the path was made here.
  const options = { dotfiles: 'allow', cacheControl: false, lastModified: false } as const;
  await new Promise<void>((resolve) => {
    response.sendFile(path, options, () => {
      // The client went away, or the file did: nothing more can be said.
      if (!response.writableEnded) response.destroy();
      resolve();
    });
  });
}

function notFound(response: Response): void {
  response.status(404).type('text/plain').send('not found\n');
}
