/** A container runs: its host has the task. */
import type { Handler } from '@kopr/shared/bus';
import type { Term } from '../line/term.js';

export const onTaskStarted =
  (term: Term): Handler<'task.started'> =>
  (body, { id, type, trace }) =>
    term.take({ type, body, trace }, id);
