/** A worker host says what it has. */
import type { Handler } from '@kopr/shared/bus';
import type { Term } from '../line/term.js';

export const onHostsReported =
  (term: Term): Handler<'hosts.reported'> =>
  (body, { type, trace }) =>
    // Reports are not remembered as handled: an older one than the last is no news anyway.
    term.take({ type, body, trace });
