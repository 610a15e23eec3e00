/** The session cookie: read, set, cleared. */
import type { Request, Response } from 'express';
import type { HttpDeps } from './deps.js';
import type { Session } from './sessions.js';

const NAME = 'session';

/** The browser's session; undefined when it has none that is alive. */
export async function sessionOf({ sessions }: HttpDeps, request: Request): Promise<Session | undefined> {
  const id = cookieOf(request);
  return id === undefined ? undefined : sessions.find(id);
}

/** The browser's session, or a new anonymous one, so that even the log-in form has its CSRF token. */
export async function openSession(deps: HttpDeps, request: Request, response: Response): Promise<Session> {
  const known = await sessionOf(deps, request);
  return known ?? beginSession(deps, response, null);
}

/** A new session for whoever logged in (null: nobody), and its cookie. */
export async function beginSession(deps: HttpDeps, response: Response, userId: number | null): Promise<Session> {
  const session = await deps.sessions.begin(userId);
  // A stranger's cookie goes with the browser: its hour starts again at each use, and only Redis counts it.
  const life = userId === null ? {} : { maxAge: deps.config.sessionDays * 86_400_000 };
  response.cookie(NAME, session.id, { ...options(deps), ...life });
  return session;
}

/** Ends the session and forgets the cookie. */
export async function endSession(deps: HttpDeps, request: Request, response: Response): Promise<void> {
  const id = cookieOf(request);
  if (id !== undefined) await deps.sessions.end(id);
  response.clearCookie(NAME, options(deps));
}

function options({ config }: HttpDeps) {
  const secure = config.frontendUrl.startsWith('https:');
  return { httpOnly: true, sameSite: 'lax' as const, secure, path: '/' };
}

function cookieOf(request: Request): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === NAME)?.[1];
}
