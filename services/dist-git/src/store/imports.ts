/**
 * Orders about the sources of builds, one row for each build and kind (resolve; import by download or from the intake).
 *
 *                          ┌── asked once more ──┐
 *   waiting ──claimed──▶ running ──▶ done | failed | canceled
 *      ▲                    │
 *      └── put off, lease ──┘   a running row whose lease is over may be claimed like a waiting one
 *
 * `due_at` says from when on a row may be claimed: for a running one, that is the end of its lease.
 */
import type { DataSource, EntityManager } from 'typeorm';
import { plainText } from '../domain/refusal.js';
import type { Job } from './claim-next.js';
import { type Ending, failureOf, inRound } from './ending.js';
import { decodeJson } from './json.js';

const END_STATES = { well: 'done', failed: 'failed', canceled: 'canceled' } as const;
const DUPLICATE_KEY = 1062;

/** Keeps the claim for another `leaseMs`; false when it is not ours any more. */
export async function renew(db: DataSource, { id, claim }: Job, leaseMs: number): Promise<boolean> {
  return changed(
    await db.query(
      `UPDATE imports SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND WHERE id = ? AND claim = ? AND state = 'running'`,
      [leaseMs * 1000, id, claim],
    ),
  );
}

/** Makes the import the only one that may change `repository`: `taken` when another one does, `lost` without a claim. */
export async function hold(
  tx: EntityManager,
  { id, claim }: Job,
  repository: string,
): Promise<'held' | 'taken' | 'lost'> {
  try {
    const sql = "UPDATE imports SET holds = ? WHERE id = ? AND claim = ? AND state = 'running'";
    return changed(await tx.query(sql, [repository, id, claim])) ? 'held' : 'lost';
  } catch (error) {
    if ((error as { driverError?: { errno?: number } }).driverError?.errno === DUPLICATE_KEY) return 'taken';
    throw error;
  }
}

/** Back into the line until whoever holds `repository` lets go of it. */
export async function waitFor(db: DataSource, { id, claim }: Job, repository: string): Promise<void> {
  await db.query(
    `UPDATE imports SET state = 'waiting', claim = NULL, holds = NULL, blocked_on = ?, tries = tries - 1, for_space = 0,
            due_at = UTC_TIMESTAMP(3)
      WHERE id = ? AND claim = ? AND state = 'running'`,
    [repository, id, claim],
  );
}

/** Why an order is put back into the line. */
export interface Putoff {
  readonly note: string;
  readonly delayMs: number;
  /** The disk is full. */
  readonly forSpace: boolean;
}

/** Back into the line, not before `delayMs` from now. */
export async function postpone(db: DataSource, { id, claim }: Job, { note, delayMs, forSpace }: Putoff): Promise<void> {
  await db.query(
    `UPDATE imports SET state = 'waiting', claim = NULL, holds = NULL, note = ?, for_space = ?,
            due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
      WHERE id = ? AND claim = ? AND state = 'running'`,
    [plainText(note), forSpace, delayMs * 1000, id, claim],
  );
}

/** The end of a claimed order, as it is to be said; undefined when the claim is not ours any more: then nothing may be said. */
export async function finish(tx: EntityManager, { id, claim }: Job, ending: Ending): Promise<Ending | undefined> {
  const [told] = await end(tx, "id = ? AND claim = ? AND state = 'running'", [id, claim], ending);
  return told;
}

/** The end of a build's orders that nobody has claimed, as it is to be said; empty when there are none. */
export function finishWaiting(tx: EntityManager, build: number, ending: Ending): Promise<Ending[]> {
  return end(tx, "build = ? AND state = 'waiting'", [build], ending);
}

/** Each row answers in the round in which it was asked last. */
async function end(tx: EntityManager, where: string, values: readonly unknown[], ending: Ending): Promise<Ending[]> {
  const rows: { id: number; round: number }[] = await tx.query(
    `SELECT id, round FROM imports WHERE ${where} FOR UPDATE`,
    [...values],
  );
  const told = rows.map(({ id, round }) => ({ id, ending: inRound(ending, round) }));
  for (const row of told) {
    await tx.query(
      `UPDATE imports SET state = ?, note = ?, result = ?, claim = NULL, holds = NULL, blocked_on = NULL, for_space = 0,
              ended_at = UTC_TIMESTAMP(3)
        WHERE id = ?`,
      [endState(row.ending), failureOf(row.ending)?.reason ?? null, JSON.stringify(row.ending), row.id],
    );
  }
  return told.map((row) => row.ending);
}

function endState(ending: Ending): string {
  const code = failureOf(ending)?.code;
  return END_STATES[code === undefined ? 'well' : code === 'canceled' ? 'canceled' : 'failed'];
}

/** Builds of a project that have an order waiting. */
export async function waitingOf(tx: EntityManager, projectId: number): Promise<number[]> {
  const rows: { build: number }[] = await tx.query(
    "SELECT build FROM imports WHERE project_id = ? AND state = 'waiting' FOR UPDATE",
    [projectId],
  );
  return rows.map(({ build }) => build);
}

/** Whether somebody works under this claim. */
export async function isClaimed(db: DataSource, claim: string): Promise<boolean> {
  const rows: unknown[] = await db.query("SELECT 1 FROM imports WHERE claim = ? AND state = 'running'", [claim]);
  return rows.length > 0;
}

/** Whether one of a build's orders is still to come to its end. */
export async function isOpen(db: DataSource, build: number): Promise<boolean> {
  const rows: unknown[] = await db.query("SELECT 1 FROM imports WHERE build = ? AND state IN ('waiting', 'running')", [
    build,
  ]);
  return rows.length > 0;
}

/** Whether an import is still to come of what lies in `repository` already. */
export async function isImportedInPlace(db: DataSource, repository: string): Promise<boolean> {
  const rows: unknown[] = await db.query(
    "SELECT 1 FROM imports WHERE state IN ('waiting', 'running') AND JSON_VALUE(request, '$.inPlace') = ? LIMIT 1",
    [repository],
  );
  return rows.length > 0;
}

/** Whether anybody waits for the disk to have room. */
export async function waitsForSpace(db: DataSource): Promise<boolean> {
  const rows: unknown[] = await db.query(
    "SELECT 1 FROM imports WHERE state IN ('waiting', 'running') AND for_space LIMIT 1",
  );
  return rows.length > 0;
}

/** The import of what a build's builder put to the intake; undefined when nobody has asked for it. */
export async function intakeOrderOf(
  db: DataSource,
  build: number,
): Promise<{ readonly ending: Ending | undefined; readonly endedAt: Date | undefined } | undefined> {
  const rows: { result: unknown; ended_at: Date | null }[] = await db.query(
    "SELECT result, ended_at FROM imports WHERE build = ? AND kind = 'intake'",
    [build],
  );
  const [row] = rows;
  return row && { ending: decodeJson(row.result) as Ending | undefined, endedAt: row.ended_at ?? undefined };
}

function changed(result: unknown): boolean {
  return (result as { affectedRows: number }).affectedRows === 1;
}
