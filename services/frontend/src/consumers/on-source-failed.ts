/** The source could neither be resolved nor imported: the build failed. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { hear } from './hear.js';

/** News of an earlier round changes nothing. */
export const onSourceFailed = (deps: Deps): Handler<'source.failed'> =>
  hear(deps, { buildOf: (body) => body.build, newsOf: (body) => ({ type: 'source.failed', body }) });
