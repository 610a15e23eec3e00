/** Who asks: the session's user or, without one, whoever the API token belongs to. */
import type { Request } from 'express';
import { refuse } from '../domain/refusal.js';
import { findActiveUser, type UserRow } from '../store/users.js';
import { userOfToken } from '../verbs/new-token.js';
import { sessionOf } from './cookies.js';
import type { HttpDeps } from './deps.js';
import { isForeignWrite } from './same-origin.js';

const FOREIGN = 'A page of another site may not do this with your session. Please use an API token.';

/** The active user behind the session cookie. */
export async function sessionUser(deps: HttpDeps, request: Request): Promise<UserRow | null> {
  const session = await sessionOf(deps, request);
  return session?.userId == null ? null : findActiveUser(deps.db.manager, session.userId);
}

/** The user of a request to the API. When the cookie tells, the header is not looked at. */
export async function apiUser(deps: HttpDeps, request: Request): Promise<UserRow | null> {
  const user = await sessionUser(deps, request);
  if (user) {
    // Browsers add the cookie by themselves, so it does not show that its user wants this; a token does.
    if (isForeignWrite(request.method, request.headers, deps.config.frontendUrl)) refuse('forbidden', FOREIGN);
    return user;
  }
  const credentials = credentialsOf(request);
  return credentials && userOfToken(deps.db.manager, credentials.login, credentials.token, deps.now());
}

/** Login and token of the header: its second word decoded, whatever the first one is (as Copr's). */
export function credentialsOf({ headers }: Request): { login: string; token: string } | null {
  const [, encoded = ''] = (headers.authorization ?? '').split(' ');
  const [login = '', token = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return login === '' || token === '' || rest.length > 0 ? null : { login, token };
}
