/** Reads and writes the line's records. */
import type { Envelope } from '@kopr/proto';
import { toFields } from '@kopr/shared/stream-outbox';
import type { Redis } from 'ioredis';
import { apply, type Effect } from '../domain/effect.js';
import { emptyLine, type Ended, type Line, type Task } from '../domain/line.js';
import type { Keys } from './keys.js';

/** One change, to be made as a whole: ids of messages that it answers, Redis commands, messages. */
export interface Change {
  readonly handled: readonly string[];
  readonly writes: readonly string[][];
  readonly says: readonly Envelope[];
}
/** `emptied`: Redis has lost its data; `fenced`: another term has begun; `repeated`: a message was handled before. */
type Answer = 'ok' | 'emptied' | 'fenced' | 'repeated';

/** How long handled ids are kept. */
const INBOX_S = 14 * 24 * 3600;

/** The records of one scheduler. */
export interface Records {
  /** Everything that is kept, as a line of a term that begins at `now`. */
  load(now: number): Promise<Line>;
  /** Those of `ids` that were handled before. */
  handledOf(ids: readonly string[]): Promise<ReadonlySet<string>>;
  commit(term: number, change: Change): Promise<Answer>;
}

/** Opens the records under `keys`. */
export function recordsIn(redis: Redis, keys: Keys): Records {
  return {
    load: (now) => load(redis, keys, now),
    handledOf: async (ids) => {
      if (ids.length === 0) return new Set();
      const found = await redis.mget(ids.map((id) => keys.inbox + id));
      return new Set(ids.filter((_, at) => found[at] !== null));
    },
    commit: async (term, { handled, writes, says }) => {
      const change = JSON.stringify({ handled, writes, says: says.map((envelope) => toFields(envelope)) });
      const { fence, marker, outbox, inbox } = keys;
      return (await redis.koprCommit(fence, marker, outbox, term, inbox, INBOX_S, change)) as Answer;
    },
  };
}

/** The commands that keep these effects. */
export function writesOf(effects: readonly Effect[], keys: Keys): string[][] {
  return effects.flatMap((effect) => {
    switch (effect.do) {
      case 'put': {
        const id = effect.task.placement.task;
        return [
          ['HSET', keys.tasks, id, JSON.stringify(effect.task)],
          ['HDEL', keys.ended, id],
        ];
      }
      case 'end':
        return [
          ['HDEL', keys.tasks, effect.id],
          ['HSET', keys.ended, effect.id, JSON.stringify(effect.ended)],
        ];
      case 'cancel':
        return [['HSET', keys.canceled, String(effect.build), String(effect.at)]];
      case 'forget':
        return [
          ...effect.ended.map((id) => ['HDEL', keys.ended, id]),
          ...effect.canceled.map((build) => ['HDEL', keys.canceled, String(build)]),
        ];
      default:
        return [];
    }
  });
}

async function load(redis: Redis, keys: Keys, now: number): Promise<Line> {
  const line = emptyLine(now);
  const [tasks, ended, canceled] = await Promise.all([
    redis.hvals(keys.tasks),
    redis.hgetall(keys.ended),
    redis.hgetall(keys.canceled),
  ]);
  for (const text of tasks) apply(line, { do: 'put', task: JSON.parse(text) as Task });
  for (const [id, text] of Object.entries(ended)) line.ended.set(id, JSON.parse(text) as Ended);
  for (const [build, at] of Object.entries(canceled)) line.canceled.set(Number(build), Number(at));
  return line;
}
