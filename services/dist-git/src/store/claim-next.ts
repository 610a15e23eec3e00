/** Claims: whoever claimed an order has it until the lease is over. */
import { randomUUID } from 'node:crypto';
import { importRequested, sourceRequested } from '@kopr/proto';
import type { DataSource } from 'typeorm';
import type { Order } from '../domain/order.js';
import { type Candidate, pickNext } from '../domain/pick-next.js';
import { decodeJson } from './json.js';

/** A claim. `tries` and `crashes` (claims that ended without a word) count it, too. */
interface Claim {
  readonly id: number;
  readonly build: number;
  readonly trace: string;
  readonly claim: string;
  readonly tries: number;
  readonly crashes: number;
  readonly createdAt: Date;
}

/** A claimed order. */
export type Job = Claim & Order;

/** Takes the order whose turn it is, for `leaseMs`; undefined when none may be taken. */
export async function claimNext(
  db: DataSource,
  turn: { lastServed: readonly string[]; perOwner: number },
  leaseMs: number,
): Promise<Job | undefined> {
  for (;;) {
    const next = pickNext(await candidates(db), { ...turn, runningByOwner: await runningByOwner(db) });
    if (!next) return undefined;
    const claim = randomUUID();
    const { affectedRows } = await db.query<{ affectedRows: number }>(
      `UPDATE imports SET crashes = crashes + (state = 'running'), state = 'running', claim = ?, holds = NULL,
              blocked_on = NULL, tries = tries + 1, due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
        WHERE id = ? AND state IN ('waiting', 'running') AND due_at <= UTC_TIMESTAMP(3)`,
      [claim, leaseMs * 1000, next.id],
    );
    // Zero: another replica was faster; look again.
    if (affectedRows === 1) return readJob(db, next.id, claim);
  }
}

async function candidates(db: DataSource): Promise<Candidate[]> {
  const rows: { id: number; owner: string; background: number }[] = await db.query(
    `SELECT MIN(i.id) AS id, i.owner, i.background FROM imports i
      WHERE i.state IN ('waiting', 'running') AND i.due_at <= UTC_TIMESTAMP(3)
        AND NOT EXISTS (SELECT 1 FROM imports h WHERE h.holds = i.blocked_on)
        AND NOT EXISTS (SELECT 1 FROM pushes p WHERE p.repository = i.blocked_on)
      GROUP BY i.owner, i.background`,
  );
  return rows.map(({ id, owner, background }) => ({ id: String(id), owner, background: Boolean(background) }));
}

async function runningByOwner(db: DataSource): Promise<Map<string, number>> {
  const rows: { owner: string; running: number }[] = await db.query(
    `SELECT owner, COUNT(*) AS running FROM imports
      WHERE state = 'running' AND due_at > UTC_TIMESTAMP(3) GROUP BY owner`,
  );
  return new Map(rows.map(({ owner, running }) => [owner, running]));
}

type JobRow = Omit<Claim, 'claim' | 'createdAt'> & { kind: Order['kind']; request: unknown; created_at: Date };

async function readJob(db: DataSource, id: string, claim: string): Promise<Job> {
  const rows: JobRow[] = await db.query(
    'SELECT id, build, kind, request, trace, tries, crashes, created_at FROM imports WHERE id = ?',
    [id],
  );
  const [row] = rows;
  if (!row) throw new Error(`order ${id} vanished`);
  const { created_at: createdAt, kind, request, ...rest } = row;
  return { ...rest, claim, createdAt, ...orderIn(kind, decodeJson(request)) };
}

function orderIn(kind: Order['kind'], request: unknown): Order {
  if (kind === 'intake') return { kind, request: importRequested.body.parse(request) };
  return { kind, request: sourceRequested.body.parse(request) };
}
