/** Says what a Redis stream holds: the outbox of a service whose changes are Lua scripts. */
import type { Redis } from 'ioredis';
import { type Bus, isHopeless } from '../bus/index.js';
import { asError, KoprError } from '../errors/index.js';
import type { Log } from '../log/index.js';
import { loop, type Part } from '../service/index.js';
import { fromFields, outboxKey, refusedKey } from './entry.js';

const POLL_MS = 1_000;
const BATCH = 100;

/** `active`: whether this replica relays now, for services with one leader; two relays would say everything twice. */
export interface StreamRelayOptions {
  readonly redis: Redis;
  readonly prefix: string;
  readonly bus: Bus;
  readonly log: Log;
  active?(): boolean;
}

type Entry = [id: string, fields: string[]];

/** The relay as a part, to be listed before the bus; call `wake` after each script that may have said something. */
export function relayStream(options: StreamRelayOptions): Part & { wake(): void } {
  const { redis, prefix, bus, log, active = () => true } = options;
  const tick = async (): Promise<void | 'again'> => {
    if (!bus.connected() || !active()) return;
    const entries = await redis.xrange(outboxKey(prefix), '-', '+', 'COUNT', BATCH);
    const ends = await Promise.allSettled(entries.map((entry) => relay(entry, options)));
    // Deleted only when the broker has it: a crash in between says it twice, and listeners expect that.
    const gone = entries.filter((_, at) => ends[at]?.status === 'fulfilled').map(([id]) => id);
    if (gone.length > 0) await redis.xdel(outboxKey(prefix), ...gone);
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed && bus.connected())
      log.warn('messages refused', { count: entries.length - gone.length, error: asError(failed.reason) });
    if (gone.length === BATCH) return 'again';
  };
  const beat = loop({ name: 'relay-stream', everyMs: POLL_MS, log, tick });
  bus.onUp(beat.wake);
  return {
    ...beat,
    drain: async () => {
      await beat.drain?.();
      await tick();
    },
  };
}

async function relay([id, fields]: Entry, { redis, prefix, bus, log }: StreamRelayOptions): Promise<void> {
  const entry = fromFields(fields);
  try {
    if (!entry) throw new KoprError('not-an-entry', 'an envelope as JSON was expected', { id });
    await bus.publish(entry.envelope, entry.routing);
  } catch (error) {
    if (!isHopeless(error)) throw error;
    // Kept for a person, and out of the way of the others.
    await redis.xadd(refusedKey(prefix), '*', ...fields);
    log.error('a message cannot be said', { id, kept: refusedKey(prefix), error });
  }
}
