/** A build was canceled: its tasks leave the line, or are stopped. */
import type { Handler } from '@kopr/shared/bus';
import type { Term } from '../line/term.js';

export const onBuildCancelRequested =
  (term: Term): Handler<'build.cancel-requested'> =>
  (body, { id, type, trace }) =>
    term.take({ type, body, trace }, id);
