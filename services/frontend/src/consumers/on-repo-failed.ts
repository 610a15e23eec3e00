/** An order to the publisher came to nothing: if it was for an accepted attempt, that chroot failed. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { hear } from './hear.js';

/** Failures of other orders are the publisher's to mend. */
export const onRepoFailed = (deps: Deps): Handler<'repo.failed'> =>
  hear(deps, { buildOf: (body) => body.build ?? undefined, newsOf: (body) => ({ type: 'repo.failed', body }) });
