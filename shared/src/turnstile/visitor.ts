/** A client that waits for its answer, as a visitor. */
import type { Response } from 'express';
import type { Visitor } from './turnstile.js';

/** It is gone when it hangs up. `key`: whose places it takes; its address, unless something else is said. */
export function visitorOf(response: Response, key = response.req.ip ?? ''): Visitor {
  return {
    key,
    get isGone() {
      return response.destroyed || response.closed;
    },
    onGone: (tell) => void response.once('close', tell),
  };
}
