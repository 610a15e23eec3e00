/** Serves uploaded files until they are imported: `/tmp/<random>/<name>`, with ranges and an ETag. */
import { Router, type Request, type Response } from 'express';
import { findUpload } from '../store/uploads.js';
import { uploadFolder } from '../verbs/store-upload.js';
import type { HttpDeps } from './deps.js';
import { notFoundPage } from './error-page.js';

/** The random part is the only key; the file's path is made of it alone. */
export function uploadsRouter(deps: HttpDeps): Router {
  const router = Router();
  router.get('/:dir/:name', (request, response) => serve(deps, request, response));
  return router;
}

async function serve(deps: HttpDeps, request: Request, response: Response): Promise<void> {
  const { dir, name } = request.params;
  const upload = await findUpload(deps.db.manager, String(dir), String(name));
  if (!upload) {
    notFoundPage(response);
    return;
  }
  response.set({
    'Content-Type': 'application/x-redhat-package-manager',
    'Content-Disposition': `inline; filename=${upload.name}`,
    ETag: `"${upload.sha256}"`,
    'Cache-Control': 'private, no-cache',
  });
  await new Promise<void>((resolve, reject) => {
    const options = { root: uploadFolder(deps.config), dotfiles: 'allow' as const, etag: false, cacheControl: false };
    response.sendFile(upload.dir, options, (error?: Error & { code?: unknown }) => {
      // Clients that have enough hang up; that is no trouble of ours.
      if (!error || response.headersSent || error.code === 'ECONNABORTED') resolve();
      else reject(error);
    });
  });
}
