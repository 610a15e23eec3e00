/** Who may do what at an intake: the token names one task, one attempt and one use. */
import type { BuilderToken } from '@kopr/proto';
import type { Request } from 'express';
import { verifyToken } from '../token/index.js';
import { refuse } from './refusal.js';

/** A request that may go on. */
export interface Permit {
  readonly task: string;
  readonly attempt: number;
  /** Bytes that may be put, all in all. */
  readonly bytes: number;
  /** Path below the results tree. */
  readonly results: string;
}

/** Checks the token against the key and the address against the token; throws the answer to give otherwise. */
export type Authorize<P extends Permit = Permit> = (request: Request, use: BuilderToken['use']) => P;

/** Makes the check for tokens signed by builder-manager. */
export function authorizeWith(publicKeyPem: string, now: () => Date = () => new Date()): Authorize {
  return (request, use) => {
    const bearer = /^Bearer ([\w.-]{1,4096})$/.exec(request.get('authorization') ?? '')?.[1];
    if (bearer === undefined) throw refuse(401, 'a builder token is needed');
    const checked = verifyToken(bearer, publicKeyPem, now());
    if (!checked.ok) throw refuse(401, `the token does not count: ${checked.reason}`);
    const { task, attempt, bytes, results, use: allowed } = checked.token;
    const { task: wantedTask, attempt: wantedAttempt } = request.params;
    if (task !== wantedTask || String(attempt) !== wantedAttempt) throw refuse(403, 'the token is for another attempt');
    if (allowed !== use) throw refuse(403, `the token is for the ${allowed}’s use`);
    return { task, attempt, bytes, results };
  };
}
