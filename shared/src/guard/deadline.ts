/** A bound on time that can be taken back. */

/** A signal that aborts when time is up, or when another says so. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Time was up first. */
  isOver(): boolean;
  /** To be called in any case: a timer keeps the process. */
  clear(): void;
}

/**
 * Ends after `ms`, or with `outer`. Not `AbortSignal.any` with `AbortSignal.timeout`: Node 20 may collect what nobody
 * but the two holds, and then nothing ever ends.
 */
export function deadline(ms: number, outer?: AbortSignal): Deadline {
  const own = new AbortController();
  let isOver = false;
  const follow = (): void => own.abort(outer?.reason);
  const timer = setTimeout(() => {
    isOver = !own.signal.aborted;
    own.abort(new DOMException('time is up', 'TimeoutError'));
  }, ms);
  if (outer?.aborted) follow();
  outer?.addEventListener('abort', follow, { once: true });
  return {
    signal: own.signal,
    isOver: () => isOver,
    clear: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
    },
  };
}
