/** The builder's token of a request. */
import type { BuilderToken } from '@kopr/proto';
import { verifyToken } from '@kopr/shared/token';
import type { Request } from 'express';
import type { Deps } from '../deps.js';
import { refuse } from '../domain/refusal.js';

/** A token whose signature and date hold. */
export interface Bearer {
  readonly token: BuilderToken;
}

/** Undefined for a request without one; a token that does not hold is refused, not ignored. */
export function bearerOf({ config, now, log }: Deps, { headers }: Request): Bearer | undefined {
  const [scheme = '', text = ''] = (headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer') return undefined;
  const check = verifyToken(text, config.builderPublicKey, now());
  if (check.ok) return { token: check.token };
  log.warn('a builder token was refused', { reason: check.reason });
  return refuse('unauthorized', 'The token is not valid (any more)');
}
