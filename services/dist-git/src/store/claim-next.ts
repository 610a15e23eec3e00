/** Claims: whoever claimed an import has it until the lease is over. */
import { randomUUID } from 'node:crypto';
import { type Body, sourceRequested } from '@kopr/proto';
import type { DataSource } from 'typeorm';
import { type Candidate, pickNext } from '../domain/pick-next.js';
import { decodeJson } from './json.js';

/** A claimed import. `tries` and `crashes` (claims that ended without a word) count this claim. */
export interface Job {
  readonly id: number;
  readonly build: number;
  readonly request: Body<'source.requested'>;
  readonly trace: string;
  readonly claim: string;
  readonly tries: number;
  readonly crashes: number;
  readonly createdAt: Date;
}

/** Takes the import whose turn it is, for `leaseMs`; undefined when none may be taken. */
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

async function readJob(db: DataSource, id: string, claim: string): Promise<Job> {
  const rows: (Omit<Job, 'claim' | 'request' | 'createdAt'> & { request: unknown; created_at: Date })[] =
    await db.query('SELECT id, build, request, trace, tries, crashes, created_at FROM imports WHERE id = ?', [id]);
  const [row] = rows;
  if (!row) throw new Error(`import ${id} vanished`);
  const { created_at: createdAt, ...rest } = row;
  return {
    ...rest,
    request: sourceRequested.body.parse(decodeJson(row.request)),
    claim,
    createdAt,
  };
}
