/** The intake: where builders put what they made, by digest and resumable, and then the manifest that names it all. */
import { Router } from 'express';
import { blobRoutes } from './blob-routes.js';
import type { IntakeDeps } from './deps.js';
import { manifestRoutes } from './manifest-routes.js';

export { authorizeWith, type Authorize, type Permit } from './authorize.js';
export { blobsDir } from './blobs.js';
export { budgets } from './budget.js';
export { parseContentRange } from './content-range.js';
export type { IntakeDeps } from './deps.js';
export { keyedLock, type KeyedLock } from './keyed-lock.js';
export { type ManifestRules, readManifest } from './manifest.js';
export { answerError, offsetHeader, refuse } from './refusal.js';

/** Everything below `/intake` that a builder itself uses. */
export function intakeRoutes(deps: IntakeDeps): Router {
  return Router().use(blobRoutes(deps), manifestRoutes(deps));
}
