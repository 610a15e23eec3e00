/** What the scheduler is made of, in the order in which it starts; apart from `main`, so that tests run the same. */
import { uuidV7, type Bus } from '@kopr/shared/bus';
import { asError } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import type { Part } from '@kopr/shared/service';
import { relayStream } from '@kopr/shared/stream-outbox';
import { onBuildCancelRequested } from './consumers/on-build-cancel-requested.js';
import { onHostsReported } from './consumers/on-hosts-reported.js';
import { onTaskFinished } from './consumers/on-task-finished.js';
import { onTaskLost } from './consumers/on-task-lost.js';
import { onTaskQueued } from './consumers/on-task-queued.js';
import { onTaskStarted } from './consumers/on-task-started.js';
import { beginTerm } from './line/begin.js';
import { electionIn, LEASE_MS } from './line/election.js';
import { keysOf } from './line/keys.js';
import { recordsIn } from './line/records.js';
import { connectRedis, redisPart } from './line/redis.js';
import { openTerm, type Term } from './line/term.js';
import { dispatch } from './loops/dispatch.js';
import { lead } from './loops/lead.js';

/** `prefix`: in front of all keys; replicas share it. `now`: ms. */
export interface SchedulerOptions {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly bus: Bus;
  readonly log: Log;
  readonly now: () => number;
}

/** Twice a renewal may fail before the lease ends. */
const RENEW_MS = LEASE_MS / 3;

/** Wires all of it. The bus drains first, so that messages in hand still find their desk and the relay sends the last. */
export function schedulerParts({ redisUrl, prefix, bus, log, now }: SchedulerOptions): Part[] {
  const redis = connectRedis(redisUrl);
  const keys = keysOf(prefix);
  const records = recordsIn(redis, keys);
  const relay = relayStream({ redis, prefix, bus, log, active: () => leader.term() !== undefined });
  const leader = lead({
    election: electionIn(redis, keys, uuidV7()),
    log,
    everyMs: RENEW_MS,
    begin: async (number) => {
      const line = await beginTerm({ redis, keys, records, log, term: number, now: now() });
      const broken = (error: unknown): void => {
        log.warn('the term broke', { term: number, error: asError(error) });
        leader.wake();
      };
      return openTerm({ number, line, records, keys, log, now, said: relay.wake }, broken);
    },
    consume: (term) => consumeAll(bus, term),
  });
  return [redisPart(redis, log), leader, dispatch({ term: leader.term, bus, log }), relay, bus];
}

/** Starts every consumer at this desk; what comes back stops them. */
function consumeAll(bus: Bus, term: Term): () => Promise<void> {
  const stops = [
    bus.consume('task.queued', onTaskQueued(term), MANY),
    bus.consume('task.started', onTaskStarted(term), MANY),
    bus.consume('task.finished', onTaskFinished(term), MANY),
    bus.consume('task.lost', onTaskLost(term), MANY),
    bus.consume('hosts.reported', onHostsReported(term), MANY),
    bus.consume('build.cancel-requested', onBuildCancelRequested(term), MANY),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** One script keeps what many messages change, so many may be in hand. */
const MANY = { prefetch: 100 };
