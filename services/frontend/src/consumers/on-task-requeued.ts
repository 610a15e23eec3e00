/** A lost attempt is back in line: its chroot or source is pending again. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { hear } from './hear.js';

/** Merged by attempt; stale news changes nothing. */
export const onTaskRequeued = (deps: Deps): Handler<'task.requeued'> =>
  hear(deps, { buildOf: (body) => body.build, newsOf: (body) => ({ type: 'task.requeued', body }) });
