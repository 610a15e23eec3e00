/** Who may do what at the publisher's intake: the token must also name a folder of results. */
import { type Authorize, authorizeWith, type Permit, refuse } from '@kopr/shared/intake';
import { parseResultPath, type ResultPath } from '../domain/result-path.js';

/** A request that may go on, and where its results go. */
export interface ResultPermit extends Permit {
  /** `results`, taken apart. */
  readonly path: ResultPath;
}

/** Makes the check for tokens signed by builder-manager. */
export function authorizeResults(publicKeyPem: string): Authorize<ResultPermit> {
  const authorize = authorizeWith(publicKeyPem);
  return (request, use) => {
    const permit = authorize(request, use);
    const path = parseResultPath(permit.results);
    if (!path) throw refuse(403, 'the token names no result folder');
    return { ...permit, path };
  };
}
