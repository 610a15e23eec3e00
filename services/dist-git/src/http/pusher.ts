/** The door for all that changes something here: says who comes in, or answers why nobody does. */
import type { Request, Response } from 'express';
import type { DataSource } from 'typeorm';
import { type Caller, callerOf } from '../verbs/caller-of.js';
import { pushTarget } from '../verbs/push-target.js';
import { type FailedLogins, failedLogins } from './failed-logins.js';

/** Who may put something into which project. */
export interface Pusher extends Caller {
  readonly projectId: number;
}

/** A project's directory. */
export interface Target {
  readonly owner: string;
  readonly dirname: string;
}

/** Undefined when the request was answered already: with 401, 403, 404 or 429. Nothing of its header is logged. */
export type PusherOf = (request: Request, response: Response, target: Target) => Promise<Pusher | undefined>;

/** Who a request comes from; `shown`: whether it showed anything that could have told. */
export type Identify = (request: Request, target: Target) => Promise<{ shown: boolean; caller: Caller | undefined }>;

const FAILURES = { tries: 20, windowMs: 60_000, addresses: 10_000 };
const WANTED = 'log in with your API token as the password; any user name will do';
const CHALLENGE = 'Basic realm="Kopr dist-git: API token as password", charset="UTF-8"';

/** Why nobody comes in, in words. */
interface Refusal {
  readonly status: 401 | 403 | 404 | 429;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** By an API token. */
export function byToken(db: DataSource): Identify {
  return async ({ headers: { authorization } }) => ({
    shown: authorization !== undefined,
    caller: await callerOf(db, authorization, new Date()),
  });
}

/** One for all routes, so that wrong tokens are counted together. */
export function doorkeeper(db: DataSource): (identify: Identify) => PusherOf {
  const failures = failedLogins(FAILURES);
  return (identify) => doorOf(db, failures, identify);
}

function doorOf(db: DataSource, failures: FailedLogins, identify: Identify): PusherOf {
  const logIn = async (request: Request, target: Target): Promise<Caller | Refusal> => {
    const address = request.ip ?? '';
    const waitMs = failures.waitMs(address, Date.now());
    if (waitMs > 0) return tooMany(waitMs);
    const { shown, caller } = await identify(request, target);
    // git asks without credentials first: that is no failure.
    if (!caller && shown) failures.note(address, Date.now());
    return caller ?? { status: 401, text: WANTED, headers: { 'www-authenticate': CHALLENGE } };
  };
  return async (request, response, target) => {
    const caller = await logIn(request, target);
    const found = 'user' in caller ? await admit(db, caller, target) : caller;
    if ('user' in found) return found;
    const { status, text, headers } = found;
    response.status(status).set({ ...headers, 'cache-control': 'no-store' });
    response.type('text/plain').send(`${text}\n`);
    return undefined;
  };
}

async function admit(db: DataSource, { user }: Caller, { owner, dirname }: Target): Promise<Pusher | Refusal> {
  const target = await pushTarget(db, { user }, owner, dirname);
  if (target.ok) return { user, projectId: target.projectId };
  if (target.why === 'missing') return { status: 404, text: `there is no project for ${owner}/${dirname}` };
  return { status: 403, text: `${user} may not push to ${owner}/${dirname}: only who may build there may` };
}

function tooMany(waitMs: number): Refusal {
  const text = 'too many wrong tokens from this address; wait a minute';
  return { status: 429, text, headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } };
}
