/** The operations on the table of statuses. */
import { randomUUID } from 'node:crypto';
import { type Say, transact, type Tx } from '@kopr/shared/outbox';
import { type DataSource, type EntityManager, In, IsNull, LessThan } from 'typeorm';
import { turnOf } from '../domain/status-turn.js';
import { StatusEntity, type StatusRow } from './status.js';

/** A status as a handler asks for it. */
export type NewStatus = Pick<StatusRow, 'build' | 'number' | 'lane' | 'subject' | 'content' | 'token' | 'trace'>;
/** A status that somebody is telling. */
export type StatusClaim = StatusRow & { readonly holder: string };

/** Longest text of `note`, in characters. */
const NOTE_LENGTH = 2000;
/** More forges are never waited for at once. */
const MOST_LANES = 1000;

/** Puts it in line; one that is there already stays as it is. */
export async function addStatus(tx: EntityManager, status: NewStatus, now: Date): Promise<void> {
  const { build, number, lane, subject, content, token, trace } = status;
  await tx.query(
    `INSERT IGNORE INTO statuses (build, number, lane, subject, content, token, trace, next_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [build, number, lane, subject, JSON.stringify(content), token, trace, now, now],
  );
}

/** Lanes in which something is due, those that have waited longest first. */
export async function dueLanes(db: DataSource, now: Date): Promise<string[]> {
  const sql = `SELECT lane FROM statuses WHERE state = 'waiting' AND next_at <= ?
    GROUP BY lane ORDER BY MIN(next_at) LIMIT ?`;
  const rows: { lane: string }[] = await db.query(sql, [now, MOST_LANES]);
  return rows.map(({ lane }) => lane);
}

/**
 * Takes what is due for a forge, if it is its turn; `again` when it was not, but something else may be. What was
 * overtaken is dropped on the way. Nobody else gets it until the lease is over.
 */
export function claimStatus(
  db: DataSource,
  lane: string,
  now: Date,
  leaseMs: number,
): Promise<StatusClaim | 'again' | undefined> {
  return transact(db, async (tx) => {
    const due = await firstDue(tx, lane, now);
    if (due === undefined) return undefined;
    // All of the subject, in one order for everybody: of two who claim, the second waits here and sees what the first did.
    const all = await tx.find(StatusEntity, {
      where: { subject: due.subject },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    const { next, overtaken, until } = turnOf(all, now);
    await dropOvertaken(tx, overtaken, now);
    // Whoever ends what is on its way makes the others due (below); if nobody does, the end of its lease does.
    if (until) await restOthers(tx, due.subject, until);
    const row = all.find(({ id }) => id === next);
    if (!row) return 'again';
    const lease = { holder: randomUUID(), tries: row.tries + 1, nextAt: new Date(now.getTime() + leaseMs) };
    await tx.update(StatusEntity, { id: row.id }, lease);
    return { ...row, ...lease };
  });
}

async function firstDue(tx: Tx, lane: string, now: Date): Promise<{ subject: string } | undefined> {
  const rows: { subject: string }[] = await tx.query(
    `SELECT subject FROM statuses WHERE lane = ? AND state = 'waiting' AND next_at <= ? ORDER BY next_at, id LIMIT 1`,
    [lane, now],
  );
  return rows[0];
}

async function dropOvertaken(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const over = { state: 'dropped', endedAt: now, token: null, note: 'overtaken by a newer status' } as const;
  await tx.update(StatusEntity, { id: In([...ids]) }, over);
}

async function restOthers(tx: EntityManager, subject: string, nextAt: Date): Promise<void> {
  await tx.update(StatusEntity, { subject, state: 'waiting', holder: IsNull() }, { nextAt });
}

/** Nothing of a lane that nobody is telling is due before. */
export async function restLane(db: DataSource, lane: string, until: Date): Promise<void> {
  const sql = `UPDATE statuses SET next_at = GREATEST(next_at, ?)
    WHERE lane = ? AND state = 'waiting' AND holder IS NULL`;
  await db.query(sql, [until, lane]);
}

/** How telling it went. */
export type StatusEnd =
  | { readonly state: 'sent'; readonly note: null }
  | { readonly state: 'dropped'; readonly note: string }
  | { readonly state: 'waiting'; readonly note: string; readonly nextAt: Date };

/**
 * Only the holder may say so; whoever asked hears of the end. Newer ones of the subject, which waited for this one, are
 * due from now on.
 */
export function settleStatus(db: DataSource, claim: StatusClaim, end: StatusEnd, now: Date): Promise<void> {
  const { id, holder, subject } = claim;
  return transact(db, async (tx, say) => {
    const note = end.note?.slice(0, NOTE_LENGTH) ?? null;
    const change = end.state === 'waiting' ? { nextAt: end.nextAt } : { endedAt: now, token: null };
    await restOthers(tx, subject, now);
    const settled = { state: end.state, note, holder: null, ...change };
    const { affected } = await tx.update(StatusEntity, { id, holder, state: 'waiting' }, settled);
    if (affected === 1 && end.state !== 'waiting') await sayEnd(say, claim, note, now);
  });
}

async function sayEnd(say: Say, { build, number, content }: StatusClaim, refusal: string | null, now: Date) {
  const { project, forge, address } = content;
  await say('status.ended', { build, projectId: project.id, number, forge, address, refusal, at: now.toISOString() });
}

/** Forgets what ended before `until`; returns how many. */
export async function forgetStatuses(db: DataSource, until: Date): Promise<number> {
  const { affected } = await db.getRepository(StatusEntity).delete({ endedAt: LessThan(until) });
  return affected ?? 0;
}
