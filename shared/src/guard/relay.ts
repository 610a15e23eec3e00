/** Joins two connections until both have said all, one fails, or nothing moves any more. */
import type { Duplex } from 'node:stream';

/** Bounds of a joint. */
export interface RelayLimits {
  readonly idleMs: number;
  /** Counts bytes; false ends the joint. */
  spend(bytes: number): boolean;
}

/** Joins; `onEnd` is called once, when both are closed. */
export function relay(one: Duplex, other: Duplex, { idleMs, spend }: RelayLimits, onEnd: () => void): void {
  const both = [one, other];
  const end = (): void => both.forEach((side) => side.destroy());
  const timer = setTimeout(end, idleMs);
  const pass = (from: Duplex, to: Duplex): void => {
    from.on('data', (chunk: Buffer) => {
      timer.refresh();
      if (!spend(chunk.length)) end();
    });
    from.on('error', end);
    from.on('close', () => {
      // What it said whole is still on its way to the other; what it did not is nobody's any more.
      if (!from.readableEnded) to.destroy();
      if (!both.every((side) => side.destroyed)) return;
      clearTimeout(timer);
      onEnd();
    });
    from.pipe(to);
  };
  pass(one, other);
  pass(other, one);
  // One of them may have gone before it was listened to.
  if (both.some((side) => side.destroyed)) end();
}
