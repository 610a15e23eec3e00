/** An attempt is lost: its task goes back in line, or ends. */
import type { Handler } from '@kopr/shared/bus';
import type { Term } from '../line/term.js';

export const onTaskLost =
  (term: Term): Handler<'task.lost'> =>
  (body, { id, type, trace }) =>
    term.take({ type, body, trace }, id);
