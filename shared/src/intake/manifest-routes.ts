/** Where a builder says what it produced. */
import { raw, Router } from 'express';
import type { IntakeDeps } from './deps.js';
import { putManifest } from './manifest.js';
import { refuse } from './refusal.js';

/** 2000 files and packages with long names. */
const LIMIT = '4mb';

/** `PUT /intake/:task/:attempt/manifest`. */
export function manifestRoutes({ attemptDir, rules, authorize, lock }: IntakeDeps): Router {
  const router = Router();
  router.put('/intake/:task/:attempt/manifest', raw({ type: () => true, limit: LIMIT }), async (request, response) => {
    const { task, attempt } = authorize(request, 'builder');
    const dir = attemptDir(task, attempt);
    const body: unknown = request.body;
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const put = await lock(dir, () => putManifest({ dir, task, attempt }, bytes, rules));
    if (put.end === 'other') throw refuse(409, 'another manifest is there already');
    if (put.end === 'refused') throw refuse(422, put.reason);
    response.status(201).json({ sha256: put.digest });
  });
  return router;
}
