/** Waiting for a condition: tests never sleep and hope. */
import { setTimeout as wait } from 'node:timers/promises';
import { KoprError } from '../errors/index.js';

const EVERY_MS = 20;

/** What the check found, as soon as it is neither false nor undefined; throws with `what` when it is not in time. */
export async function eventually<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
  { withinMs = 10_000, what }: { withinMs?: number; what: string },
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new KoprError('too-late', `not within ${withinMs} ms: ${what}`);
    await wait(EVERY_MS);
  }
}
