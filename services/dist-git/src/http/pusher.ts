/** The door for all that changes something here: says who comes in, or answers why nobody does. */
import type { Request, Response } from 'express';
import type { DataSource } from 'typeorm';
import { type Caller, callerOf } from '../verbs/caller-of.js';
import { pushTarget } from '../verbs/push-target.js';
import { failedLogins } from './failed-logins.js';

/** Who may put something into which project. */
interface Pusher extends Caller {
  readonly projectId: number;
}

/** Undefined when the request was answered already: with 401, 403, 404 or 429. Nothing of its header is logged. */
export type PusherOf = (
  request: Request,
  response: Response,
  target: { readonly owner: string; readonly dirname: string },
) => Promise<Pusher | undefined>;

const FAILURES = { tries: 20, windowMs: 60_000, addresses: 10_000 };
const WANTED = 'log in with your API token as the password; any user name will do';
const CHALLENGE = 'Basic realm="Kopr dist-git: API token as password", charset="UTF-8"';

/** Why nobody comes in, in words. */
interface Refusal {
  readonly status: 401 | 403 | 404 | 429;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One for all routes, so that wrong tokens are counted together. */
export function pusherOf(db: DataSource): PusherOf {
  const failures = failedLogins(FAILURES);
  const logIn = async ({ headers, socket }: Request): Promise<Caller | Refusal> => {
    const { authorization } = headers;
    const address = socket.remoteAddress ?? '';
    const waitMs = failures.waitMs(address, Date.now());
    if (waitMs > 0) return tooMany(waitMs);
    const caller = await callerOf(db, authorization, new Date());
    // git asks without credentials first: that is no failure.
    if (!caller && authorization !== undefined) failures.note(address, Date.now());
    return caller ?? { status: 401, text: WANTED, headers: { 'www-authenticate': CHALLENGE } };
  };
  return async (request, response, target) => {
    const caller = await logIn(request);
    const found = 'user' in caller ? await admit(db, caller, target) : caller;
    if ('user' in found) return found;
    const { status, text, headers } = found;
    response.status(status).set({ ...headers, 'cache-control': 'no-store' });
    response.type('text/plain').send(`${text}\n`);
    return undefined;
  };
}

async function admit(
  db: DataSource,
  { user }: Caller,
  { owner, dirname }: { readonly owner: string; readonly dirname: string },
): Promise<Pusher | Refusal> {
  const target = await pushTarget(db, { user }, owner, dirname);
  if (target.ok) return { user, projectId: target.projectId };
  if (target.why === 'missing') return { status: 404, text: `there is no project for ${owner}/${dirname}` };
  return { status: 403, text: `${user} may not push to ${owner}/${dirname}: only who may build there may` };
}

function tooMany(waitMs: number): Refusal {
  const text = 'too many wrong tokens from this address; wait a minute';
  return { status: 429, text, headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } };
}
