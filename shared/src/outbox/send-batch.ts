/** Sends some unsent rows and marks them, in one transaction that keeps other relays off these rows meanwhile. */
import type { Envelope } from '@kopr/proto';
import type { DataSource, EntityManager } from 'typeorm';
import { type Bus, isHopeless } from '../bus/index.js';
import { backoff } from '../domain/index.js';
import { asError } from '../errors/index.js';
import type { Log } from '../log/index.js';

/** Rows sent at a time. */
export const BATCH = 100;

const REFUSED_BACKOFF = { baseMs: 1_000, maxMs: 300_000 };

interface Unsent {
  readonly id: number;
  readonly messageId: string;
  readonly type: string;
  readonly host: string | null;
  readonly envelope: string;
  readonly tries: number;
}

/** How many rows were taken, and how many of them are to be tried again later. */
export interface Sent {
  readonly claimed: number;
  readonly deferred: number;
}

/** A crash after a row was sent and before it is marked sends it twice; listeners expect that. */
export async function sendBatch(db: DataSource, bus: Bus, log: Log): Promise<Sent> {
  return db.transaction(async (tx) => {
    const rows = await claim(tx);
    // Written to the channel in this order, then awaited together.
    const ends = await Promise.allSettled(rows.map((row) => send(bus, row)));
    await markSent(
      tx,
      rows.filter((_, at) => ends[at]?.status === 'fulfilled'),
    );
    let deferred = 0;
    for (const [at, end] of ends.entries()) {
      const row = rows[at];
      if (!row || end.status === 'fulfilled') continue;
      const error = asError(end.reason);
      if (isHopeless(error)) await refuse(tx, row, { log, error });
      else {
        deferred++;
        await defer(tx, row, { bus, log, error });
      }
    }
    return { claimed: rows.length, deferred };
  });
}

/** The indices are named because the optimizer, seeing a small table, would scan all of it: into the rows of other relays, and into deadlocks. */
function claim(tx: EntityManager): Promise<Unsent[]> {
  return tx.query<Unsent[]>(
    `SELECT id, message_id AS messageId, type, host, envelope, tries FROM outbox FORCE INDEX (outbox_unsent)
     WHERE sent_at IS NULL AND refused_at IS NULL AND (retry_at IS NULL OR retry_at <= UTC_TIMESTAMP(3))
     ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
  );
}

async function send(bus: Bus, { host, envelope }: Unsent): Promise<void> {
  await bus.publish(JSON.parse(envelope) as Envelope, host === null ? {} : { host });
}

async function markSent(tx: EntityManager, rows: readonly Unsent[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query('UPDATE outbox FORCE INDEX (PRIMARY) SET sent_at = UTC_TIMESTAMP(3) WHERE id IN (?)', [
    rows.map(({ id }) => id),
  ]);
}

/** A row that can never be said is kept for a person, and takes no place in a batch again. */
async function refuse(
  tx: EntityManager,
  { id, messageId, type, envelope }: Unsent,
  { log, error }: { log: Log; error: Error },
): Promise<void> {
  await tx.query('UPDATE outbox SET refused_at = UTC_TIMESTAMP(3) WHERE id = ?', [id]);
  log.error('a message cannot be said', { outbox: id, id: messageId, type, size: Buffer.byteLength(envelope), error });
}

/** A row that the broker refuses stands back, so that it does not hold up the others. When the bus is away nothing is wrong with the row. */
async function defer(
  tx: EntityManager,
  { id, tries }: Unsent,
  { bus, log, error }: { bus: Bus; log: Log; error: Error },
): Promise<void> {
  if (!bus.connected()) return;
  const delayMs = backoff(tries + 1, { ...REFUSED_BACKOFF, random: Math.random() });
  log.warn('message refused', { outbox: id, tries: tries + 1, delayMs, error });
  await tx.query(
    'UPDATE outbox SET tries = tries + 1, retry_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND WHERE id = ?',
    [delayMs * 1_000, id],
  );
}
