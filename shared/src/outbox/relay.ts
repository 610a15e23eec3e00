/** Says what the outbox holds. Wakes at each commit of this process; the slow poll finds what others left. */
import type { DataSource } from 'typeorm';
import type { Bus } from '../bus/index.js';
import type { Log } from '../log/index.js';
import { loop, type Part } from '../service/index.js';
import { prune } from './prune.js';
import { BATCH, sendBatch } from './send-batch.js';
import { onSaid } from './wakes.js';

const POLL_MS = 1_000;
const PRUNE_MS = 600_000;

/**
 * The relay as a part. List it *before* the bus: parts are drained in reverse, so the handlers end first, and then what
 * they said is sent while the bus is still connected. Any number of relays may run; each row is sent by one of them.
 */
export function relayOutbox(db: DataSource, bus: Bus, log: Log): Part {
  const tick = async (): Promise<void | 'again'> => {
    if (!bus.connected()) return;
    const { claimed, deferred } = await sendBatch(db, bus, log);
    // Not again when something was refused: the rest is in no hurry, and the broker may be in trouble.
    if (claimed === BATCH && deferred === 0) return 'again';
  };
  const relay = loop({ name: 'relay-outbox', everyMs: POLL_MS, log, tick });
  const pruner = loop({ name: 'prune-outbox', everyMs: PRUNE_MS, log, tick: () => prune(db) });
  let forget = (): void => undefined;
  bus.onUp(relay.wake);
  return {
    name: 'outbox',
    start: async () => {
      forget = onSaid(db, relay.wake);
      await relay.start();
      await pruner.start();
    },
    drain: async () => {
      await pruner.drain?.();
      await relay.drain?.();
      await tick();
    },
    stop: async () => {
      forget();
      await pruner.stop();
      await relay.stop();
    },
  };
}
