/** A task wants a slot: it goes in line, unless it is known. */
import type { Handler } from '@kopr/shared/bus';
import type { Term } from '../line/term.js';

export const onTaskQueued =
  (term: Term): Handler<'task.queued'> =>
  (body, { id, type, trace }) =>
    term.take({ type, body, trace }, id);
