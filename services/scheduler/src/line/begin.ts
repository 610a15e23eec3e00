/** The start of a term: reads the line, and asks for it anew when Redis has lost it. */
import { envelopeOf, uuidV7 } from '@kopr/shared/bus';
import { KoprError } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import { toFields } from '@kopr/shared/stream-outbox';
import type { Redis } from 'ioredis';
import type { Line } from '../domain/line.js';
import { QUIET_MS } from '../domain/limits.js';
import type { Keys } from './keys.js';
import type { Records } from './records.js';

/** What a term begins with. */
export interface BeginOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly records: Records;
  readonly log: Log;
  readonly term: number;
  readonly now: number;
}

/** The line as it was kept. After a rebuild was asked for, it stays quiet until hosts have said what they run. */
export async function beginTerm({ redis, keys, records, log, term, now }: BeginOptions): Promise<Line> {
  const ask = toFields(envelopeOf('line.rebuild-requested', { request: uuidV7() }));
  const rebuiltAt = await redis.koprBegin(keys.fence, keys.marker, keys.outbox, term, now, ...ask);
  if (rebuiltAt === 0) throw new KoprError('fenced', 'another term has begun', { term });
  if (rebuiltAt === now) log.warn('the line was lost and is asked for again', { term });
  const line = await records.load(now);
  line.quietUntil = Math.min(rebuiltAt, now) + QUIET_MS;
  log.info('term begun', { term, waiting: line.waiting.size, placed: line.placed.size });
  return line;
}
