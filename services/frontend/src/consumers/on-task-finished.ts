/** An attempt is over: the first current one that succeeded is accepted and published. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { hear } from './hear.js';

/** Merged by attempt; stale news changes nothing. */
export const onTaskFinished = (deps: Deps): Handler<'task.finished'> =>
  hear(deps, { buildOf: (body) => body.build, newsOf: (body) => ({ type: 'task.finished', body }) });
