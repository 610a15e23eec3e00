/** The operations on the table of deliveries. */
import { randomUUID } from 'node:crypto';
import { type DataSource, type EntityManager, LessThan } from 'typeorm';
import { type Channel, type Delivery, DeliveryEntity } from './delivery.js';

/** A delivery as a handler asks for it. */
export type NewDelivery = Pick<Delivery, 'channel' | 'key' | 'content' | 'trace'>;
/** A delivery that somebody is sending. */
export type Claim = Delivery & { readonly holder: string };

/** Longest text of `note`, in characters. */
const NOTE_LENGTH = 2000;

/** Puts it in line, for `dueAt`; one that is there already, sent or not, stays as it is. */
export async function enqueue(tx: EntityManager, delivery: NewDelivery, now: Date, dueAt = now): Promise<void> {
  await tx.query(
    'INSERT IGNORE INTO deliveries (channel, `key`, content, trace, next_at, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    [delivery.channel, delivery.key, JSON.stringify(delivery.content), delivery.trace, dueAt, now],
  );
}

/** Whether the one of that key is out. */
export function wasSent(tx: EntityManager, key: string): Promise<boolean> {
  return tx.existsBy(DeliveryEntity, { key, state: 'sent' });
}

/** Takes the one that has waited longest. Nobody else gets it until the lease is over; then whoever held it is believed dead. */
export function claimDue(db: DataSource, channel: Channel, now: Date, leaseMs: number): Promise<Claim | undefined> {
  return db.transaction(async (tx) => {
    const due = await tx
      .createQueryBuilder(DeliveryEntity, 'delivery')
      .where('delivery.channel = :channel AND delivery.state = :state', { channel, state: 'waiting' })
      .andWhere('delivery.nextAt <= :now', { now })
      .orderBy({ 'delivery.nextAt': 'ASC', 'delivery.id': 'ASC' })
      .limit(1)
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .getOne();
    if (due === null) return undefined;
    const lease = { holder: randomUUID(), tries: due.tries + 1, nextAt: new Date(now.getTime() + leaseMs) };
    await tx.update(DeliveryEntity, { id: due.id }, lease);
    return { ...due, ...lease };
  });
}

/** It is out. */
export async function markSent(db: DataSource, claim: Claim, now: Date): Promise<void> {
  await settle(db, claim, { state: 'sent', endedAt: now, note: null });
}

/** It will never be sent. */
export async function markDropped(db: DataSource, claim: Claim, note: string, now: Date): Promise<void> {
  await settle(db, claim, { state: 'dropped', endedAt: now, note: note.slice(0, NOTE_LENGTH) });
}

/** It did not go out this time; again from `nextAt` on. */
export async function postpone(db: DataSource, claim: Claim, note: string, nextAt: Date): Promise<void> {
  await settle(db, claim, { nextAt, note: note.slice(0, NOTE_LENGTH) });
}

/** Forgets what ended before `until`; returns how many. A repeat of such an old fact would be told again. */
export async function forgetEnded(db: DataSource, until: Date): Promise<number> {
  const { affected } = await db.getRepository(DeliveryEntity).delete({ endedAt: LessThan(until) });
  return affected ?? 0;
}

/** Only the holder may; a lease that ran out has made the row somebody else's. */
async function settle(
  db: DataSource,
  { id, holder }: Claim,
  change: Partial<Omit<Delivery, 'content'>>,
): Promise<void> {
  await db.getRepository(DeliveryEntity).update({ id, holder, state: 'waiting' }, change);
}
