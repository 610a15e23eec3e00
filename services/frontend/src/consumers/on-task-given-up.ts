/** A task was lost too often: its chroot or source failed. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { hear } from './hear.js';

/** Merged by attempt; stale news changes nothing. */
export const onTaskGivenUp = (deps: Deps): Handler<'task.given-up'> =>
  hear(deps, { buildOf: (body) => body.build, newsOf: (body) => ({ type: 'task.given-up', body }) });
