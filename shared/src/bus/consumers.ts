/** All consumers of one bus: they outlive sessions, and end with the service. */
import { setTimeout as wait } from 'node:timers/promises';
import { asError } from '../errors/index.js';
import type { Log } from '../log/index.js';
import { type Consumer, type Consumption, startConsumer } from './consumer.js';
import { deliver, type Desk } from './deliver.js';
import type { Session } from './session.js';

/** The registry of consumers. */
export interface Consumers {
  /** Starts with the session of now or the next one; what comes back stops it and waits for what it holds. */
  add(desk: Desk, prefetch: number): () => Promise<void>;
  /** Starts all of them on a new session. */
  startAll(session: Session): Promise<void>;
  queues(): ReadonlySet<string>;
  /** Takes no more messages, and waits until those in hand are handled, at most so long. */
  drain(deadlineMs: number): Promise<void>;
}

interface Entry {
  readonly consumption: Consumption;
  /** Messages in hand, also those of sessions that are gone. */
  readonly held: Set<Promise<unknown>>;
  stopped: boolean;
  consumer?: Consumer;
}

/** `current`: the session that is up, if one is. */
export function consumersOf(current: () => Session | undefined, log: Log): Consumers {
  const entries = new Set<Entry>();
  let draining = false;
  const add = (desk: Desk, prefetch: number): (() => Promise<void>) => {
    const entry = entryOf(desk, prefetch);
    entries.add(entry);
    const session = current();
    if (session && !draining) startOn(session, entry).catch((error: unknown) => session.fail(asError(error)));
    return async () => {
      entries.delete(entry);
      await stop(entry);
      await Promise.all(entry.held);
      await entry.consumer?.close();
    };
  };
  return {
    add,
    startAll: async (session) => {
      if (!draining) await Promise.all([...entries].map((entry) => startOn(session, entry)));
    },
    queues: () => new Set([...entries].map(({ consumption }) => consumption.queue)),
    drain: async (deadlineMs) => {
      draining = true;
      await Promise.all([...entries].map(stop));
      const held = [...entries].flatMap((entry) => [...entry.held]);
      if (await isLate(Promise.all(held), deadlineMs)) {
        log.warn('messages still in hand at the deadline', { deadlineMs, held: held.length });
      }
    },
  };
}

function entryOf(desk: Desk, prefetch: number): Entry {
  const held = new Set<Promise<unknown>>();
  const handle: Consumption['handle'] = (message, session) => {
    const work = deliver(message, desk, session.publisher);
    held.add(work);
    void work.finally(() => held.delete(work));
    return work;
  };
  return { consumption: { queue: desk.queue, prefetch, handle }, held, stopped: false };
}

async function startOn(session: Session, entry: Entry): Promise<void> {
  const consumer = await startConsumer(session, entry.consumption);
  entry.consumer = consumer;
  // Stopped while it was starting.
  if (entry.stopped) await consumer.cancel();
}

async function stop(entry: Entry): Promise<void> {
  entry.stopped = true;
  await entry.consumer?.cancel();
}

async function isLate(work: Promise<unknown>, deadlineMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = wait(deadlineMs, true, { signal: timer.signal }).catch(() => false);
  const outOfTime = await Promise.race([work.then(() => false), late]);
  timer.abort();
  return outOfTime;
}
