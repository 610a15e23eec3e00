/** API v3: logging in with Kerberos, which Kopr does not offer: it says so, and how to go on. */
import { z } from 'zod';
import { refuse } from '../domain/refusal.js';
import { sessionUser } from '../http/who.js';
import type { Call, Endpoint } from './endpoint.js';
import { id } from './schemas/common.js';
import { notAllowed } from './schemas/errors.js';

/** To whoever has no ticket, the words that Copr has for it; clients show them. */
const NO_TICKET = "Can't log-in using GSSAPI: Kerberos authentication failed (no credentials provided)";
const SWITCHED_OFF = "Can't log-in using GSSAPI: this instance takes no Kerberos tickets, please use an API token";

/** Whoever has a session already needs no ticket. An API token does not count here, as it does not in Copr. */
async function logIn({ deps, request }: Call) {
  const user = await sessionUser(deps, request);
  if (user) return { id: user.id, name: user.name };
  const hasTicket = /^negotiate /i.test(request.headers.authorization ?? '');
  refuse('forbidden', hasTicket ? SWITCHED_OFF : NO_TICKET);
}

/** Who somebody is. */
export const whoAnswer = z.object({ id: id('the user’s number'), name: z.string() });

const logInAt = (path: string): Endpoint => ({
  verb: 'GET',
  path,
  about: 'Logging in with Kerberos; refused here, except to whoever has a session.',
  login: false,
  docs: {
    answer: whoAnswer,
    example: { id: 1, name: 'jane' },
    errors: [
      notAllowed(NO_TICKET, 'There is neither a session nor a ticket.'),
      notAllowed(SWITCHED_OFF, 'There is a ticket, which is not taken.'),
    ],
  },
  run: logIn,
});

export const GSSAPI: readonly Endpoint[] = [logInAt('/gssapi_login'), logInAt('/gssapi_login/web-ui')];
