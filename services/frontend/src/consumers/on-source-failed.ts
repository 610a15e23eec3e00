/** The source could not be imported: the build failed. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { hear } from './hear.js';

/** Merged by attempt; stale news changes nothing. */
export const onSourceFailed = (deps: Deps): Handler<'source.failed'> =>
  hear(deps, { buildOf: (body) => body.build, newsOf: (body) => ({ type: 'source.failed', body }) });
