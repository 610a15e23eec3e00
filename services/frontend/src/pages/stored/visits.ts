/** Who looks: sessions in Redis, users in the store. */
import type { Request } from 'express';
import { refuse } from '../../domain/refusal.js';
import { beginSession, endSession, openSession, sessionOf } from '../../http/cookies.js';
import type { HttpDeps } from '../../http/deps.js';
import { isOwnForm, type Session } from '../../http/sessions.js';
import { findActiveUser, groupsOf } from '../../store/users.js';
import { logIn } from '../../verbs/log-in.js';
import { LOGIN } from '../links.js';
import type { Viewer } from '../page-data.js';
import type { Visits } from '../page-deps.js';

/** So many tries in this many seconds, for one name from one address. */
const TRIES = 10;
const TRIES_SECONDS = 900;

/** Strangers get a session only where there is a form for them: logging in. */
export function storedVisits(deps: HttpDeps): Visits {
  return {
    of: async (request, response) => {
      const isForm = request.path.startsWith(LOGIN.slice(0, -1)) && request.method === 'GET';
      const session = await (isForm ? openSession(deps, request, response) : sessionOf(deps, request));
      return { viewer: await viewerOf(deps, session), csrf: session?.csrf ?? '' };
    },
    isOwn: async (request, token) => isOwnForm(await sessionOf(deps, request), token),
    logIn: async (request, response, name, password) => {
      await slowDown(deps, request, name);
      const user = await logIn(deps, name, password);
      if (!user) return false;
      await endSession(deps, request, response);
      await beginSession(deps, response, user.id);
      return true;
    },
    logOut: (request, response) => endSession(deps, request, response),
  };
}

async function viewerOf({ db }: HttpDeps, session: Session | undefined): Promise<Viewer | null> {
  const user = session?.userId == null ? null : await findActiveUser(db.manager, session.userId);
  if (!user) return null;
  const groups = await groupsOf(db.manager, user.id);
  return { id: user.id, name: user.name, owners: [user.name, ...groups.map((group) => `@${group}`)] };
}

async function slowDown({ sessions }: HttpDeps, request: Request, name: string): Promise<void> {
  const tries = await sessions.count(`login:${request.ip ?? ''}:${name.slice(0, 100)}`, TRIES_SECONDS);
  if (tries > TRIES) refuse('too-many', 'Too many tries. Please wait a quarter of an hour.');
}
