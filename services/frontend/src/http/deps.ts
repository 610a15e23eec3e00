/** What pages and the API are handed. */
import type { Deps } from '../deps.js';
import type { Sessions } from './sessions.js';

/** `Deps` plus what only HTTP needs. */
export interface HttpDeps extends Deps {
  readonly sessions: Sessions;
}
