/** The container of an attempt runs: its chroot or source is running. */
import type { Handler } from '@kopr/shared/bus';
import type { Deps } from '../deps.js';
import { hear } from './hear.js';

/** Merged by attempt; stale news changes nothing. */
export const onTaskStarted = (deps: Deps): Handler<'task.started'> =>
  hear(deps, { buildOf: (body) => body.build, newsOf: (body) => ({ type: 'task.started', body }) });
