/** A repository's new metadata is live: if it was for an accepted attempt, that chroot succeeded. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { hear } from './hear.js';

/** Orders that were not about a build need no answer. */
export const onRepoPublished = (deps: Deps): Handler<'repo.published'> =>
  hear(deps, { buildOf: (body) => body.build ?? undefined, newsOf: (body) => ({ type: 'repo.published', body }) });
