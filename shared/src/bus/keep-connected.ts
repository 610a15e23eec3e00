/** Keeps one session open for ever: when it ends, the next one is opened, after a random and growing wait. */
import { setTimeout as wait } from 'node:timers/promises';
import { backoff } from '../domain/index.js';
import { asError } from '../errors/index.js';
import type { Log } from '../log/index.js';
import type { Session } from './session.js';

const BACKOFF = { baseMs: 200, maxMs: 5_000 };
/** A session that lasted this long was a good one. */
const HELD_MS = 5_000;

/** What is asked for at each step. */
export interface Keeping {
  readonly log: Log;
  open(): Promise<Session>;
  /** Called with each new session; a throw ends that session. */
  up(session: Session): Promise<void>;
  down(): void;
}

/** The connection as its keeper gives it out. */
export interface Kept {
  /** Resolves when connected for the first time, or stopped. */
  start(): Promise<void>;
  /** The session that is up now. */
  current(): Session | undefined;
  stop(): Promise<void>;
}

/** Nothing happens before `start`. */
export function keepConnected(keeping: Keeping): Kept {
  const stopped = new AbortController();
  let session: Session | undefined;
  let running: Promise<void> | undefined;
  const isStopped = (): boolean => stopped.signal.aborted;

  /** Uses a session up; always ends by throwing why it ended. */
  async function live(next: Session, isUp: () => void): Promise<never> {
    session = next;
    try {
      await Promise.race([keeping.up(next), next.ended.then(rethrow)]);
      isUp();
    } catch (error) {
      next.fail(asError(error));
    }
    const why = await next.ended;
    session = undefined;
    keeping.down();
    throw why;
  }

  async function run(firstUp: () => void): Promise<void> {
    // Counts the failures since the last session that held, so that one which breaks at once is not reopened in a spin.
    for (let tries = 1; !isStopped(); tries++) {
      const openedAt = performance.now();
      try {
        await live(await keeping.open(), firstUp);
      } catch (error) {
        if (isStopped()) return;
        if (performance.now() - openedAt > HELD_MS) tries = 1;
        const delayMs = backoff(tries, { ...BACKOFF, random: Math.random() });
        keeping.log.warn('bus away', { tries, delayMs, reason: asError(error).message });
        await wait(delayMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  }

  return {
    start: () =>
      new Promise((resolve) => {
        running ??= run(resolve).finally(resolve);
      }),
    current: () => session,
    async stop() {
      stopped.abort();
      await session?.close();
      await running;
    },
  };
}

function rethrow(why: Error): never {
  throw why;
}
