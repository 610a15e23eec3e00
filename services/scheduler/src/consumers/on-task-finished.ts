/** A container is gone: its slot is free. */
import type { Handler } from '@kopr/shared/bus';
import type { Term } from '../line/term.js';

export const onTaskFinished =
  (term: Term): Handler<'task.finished'> =>
  (body, { id, type, trace }) =>
    term.take({ type, body, trace }, id);
