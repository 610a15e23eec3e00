/** Serves the API's description at `/swagger.json`. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Router } from 'express';
import type { Endpoint } from '../endpoint.js';
import { openApiDocument } from './document.js';

/** Asked for again each time, but sent only when it has changed. */
const CACHING = 'public, no-cache';

/** A router for it. Made once, when it is first asked for: only people ask. */
export function openApiRouter(endpoints: readonly Endpoint[]): Router {
  const router = Router();
  let made: ReturnType<typeof packed> | undefined;
  router.get('/swagger.json', (request, response) => {
    const { plain, gzip, tag } = (made ??= packed(endpoints));
    response.set({ ETag: tag, 'Cache-Control': CACHING, Vary: 'Accept-Encoding' });
    response.setHeader('Content-Type', 'application/json');
    if (request.headers['if-none-match'] === tag) {
      response.status(304).end();
      return;
    }
    const small = request.acceptsEncodings(['gzip', 'identity']) === 'gzip';
    if (small) response.set('Content-Encoding', 'gzip');
    response.send(small ? gzip : plain);
  });
  return router;
}

function packed(endpoints: readonly Endpoint[]) {
  const plain = Buffer.from(JSON.stringify(openApiDocument(endpoints)));
  const tag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 27)}"`;
  return { plain, gzip: gzipSync(plain), tag };
}
