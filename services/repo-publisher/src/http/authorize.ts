/** Who may do what at the intake: the token names one task, one attempt and one use. */
import type { BuilderToken } from '@kopr/proto';
import { verifyToken } from '@kopr/shared/token';
import type { Request } from 'express';
import { parseResultPath, type ResultPath } from '../domain/result-path.js';
import { refuse } from './refusal.js';

/** A request that may go on. */
export interface Permit {
  readonly task: string;
  readonly attempt: number;
  /** Bytes that may be put, all in all. */
  readonly bytes: number;
  readonly path: ResultPath;
  /** `path` as text. */
  readonly results: string;
}

/** Checks the token against the key and the address against the token; throws the answer to give otherwise. */
export type Authorize = (request: Request, use: BuilderToken['use']) => Permit;

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
    const path = parseResultPath(results);
    if (!path) throw refuse(403, 'the token names no result folder');
    return { task, attempt, bytes, path, results };
  };
}
