/** Where a builder says what it produced. */
import { raw, Router } from 'express';
import { putManifest } from '../intake/manifest.js';
import type { KeyedLock } from '../intake/keyed-lock.js';
import { attemptDir, type Tree } from '../tree/layout.js';
import type { Authorize } from './authorize.js';
import { refuse } from './refusal.js';

/** 2000 files and packages with long names. */
const LIMIT = '4mb';

/** `PUT /intake/:task/:attempt/manifest`. */
export function manifestRoutes({
  tree,
  authorize,
  lock,
}: {
  tree: Tree;
  authorize: Authorize;
  lock: KeyedLock;
}): Router {
  const router = Router();
  router.put('/intake/:task/:attempt/manifest', raw({ type: () => true, limit: LIMIT }), async (request, response) => {
    const { task, attempt } = authorize(request, 'builder');
    const dir = attemptDir(tree, task, attempt);
    const body: unknown = request.body;
    const put = await lock(dir, () =>
      putManifest({ dir, task, attempt }, Buffer.isBuffer(body) ? body : Buffer.alloc(0)),
    );
    if (put.end === 'other') throw refuse(409, 'another manifest is there already');
    if (put.end === 'refused') throw refuse(422, put.reason);
    response.status(201).json({ sha256: put.digest });
  });
  return router;
}
