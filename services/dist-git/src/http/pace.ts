/** Ends connections that keep a place without giving or taking anything. */
import type { Response } from 'express';

/** A client that is waited for moves so many bytes in each `everyMs`; nobody stays longer than `longestMs`. */
export interface Pace {
  readonly everyMs: number;
  readonly leastBytes: number;
  readonly longestMs: number;
}

/** Far below the slowest line that anybody clones over; the longest is a large repository over such a line. */
export const PACE: Pace = { everyMs: 30_000, leastBytes: 16 * 1024, longestMs: 3_600_000 };

/** Watches one exchange until it is told to stop; whoever is too slow is hung up on. */
export function keepPace(response: Response, { everyMs, leastBytes, longestMs }: Pace): () => void {
  const { req: request, socket } = response;
  const moved = (): number => (socket?.bytesRead ?? 0) + (socket?.bytesWritten ?? 0);
  // While we work, the client has nothing to do.
  const isWaitedFor = (): boolean => !request.complete || response.writableNeedDrain;
  let [before, wasWaitedFor] = [moved(), false];
  const look = (): void => {
    const [now, isNow] = [moved(), isWaitedFor()];
    if (isNow && wasWaitedFor && now - before < leastBytes) response.destroy();
    [before, wasWaitedFor] = [now, isNow];
  };
  const looking = setInterval(look, everyMs);
  const ending = setTimeout(() => response.destroy(), longestMs);
  return () => {
    clearInterval(looking);
    clearTimeout(ending);
  };
}
