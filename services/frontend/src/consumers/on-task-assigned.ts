/** A task got a slot: its chroot or source is starting. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { hear } from './hear.js';

/** Merged by attempt; stale news changes nothing. */
export const onTaskAssigned = (deps: Deps): Handler<'task.assigned'> =>
  hear(deps, { buildOf: (body) => body.build, newsOf: (body) => ({ type: 'task.assigned', body }) });
