/**
 * Imports, one row for each build.
 *
 *   waiting ──claimed──▶ running ──▶ done | failed | canceled
 *      ▲                    │
 *      └── put off, lease ──┘   a running row whose lease is over may be claimed like a waiting one
 *
 * `due_at` says from when on a row may be claimed: for a running one, that is the end of its lease.
 */
import type { Body, BodyInput } from '@kopr/proto';
import type { DataSource, EntityManager } from 'typeorm';
import { plainText } from '../domain/refusal.js';
import type { Job } from './claim-next.js';
import { decodeJson } from './json.js';

/** What was said at the end of an import. */
export type Ending =
  | { readonly type: 'source.imported'; readonly body: BodyInput<'source.imported'> }
  | { readonly type: 'source.failed'; readonly body: BodyInput<'source.failed'> };

const END_STATES = { imported: 'done', failed: 'failed', canceled: 'canceled' } as const;
const DUPLICATE_KEY = 1062;

/** Puts a build's import in line. When it is known already, nothing changes and its ending, if it has one, comes back. */
export async function enqueue(
  tx: EntityManager,
  request: Body<'source.requested'>,
  trace: string,
): Promise<{ ending: Ending | undefined }> {
  const { build, project, background } = request;
  await tx.query(
    `INSERT IGNORE INTO imports (build, project_id, owner, dirname, background, request, trace, state, due_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
    [build, project.id, project.owner, project.dirname, background, JSON.stringify(request), trace],
  );
  const rows: { result: unknown }[] = await tx.query('SELECT result FROM imports WHERE build = ? FOR UPDATE', [build]);
  return { ending: decodeJson(rows[0]?.result) as Ending | undefined };
}

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

/** Whether an import may change `repository` now. */
export async function isHeld(tx: EntityManager, repository: string): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT 1 FROM imports WHERE holds = ?', [repository]);
  return rows.length > 0;
}

/** Back into the line until whoever holds `repository` lets go of it. */
export async function waitFor(db: DataSource, { id, claim }: Job, repository: string): Promise<void> {
  await db.query(
    `UPDATE imports SET state = 'waiting', claim = NULL, holds = NULL, blocked_on = ?, tries = tries - 1,
            due_at = UTC_TIMESTAMP(3)
      WHERE id = ? AND claim = ? AND state = 'running'`,
    [repository, id, claim],
  );
}

/** Back into the line, not before `delayMs` from now. */
export async function postpone(db: DataSource, { id, claim }: Job, note: string, delayMs: number): Promise<void> {
  await db.query(
    `UPDATE imports SET state = 'waiting', claim = NULL, holds = NULL, note = ?,
            due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
      WHERE id = ? AND claim = ? AND state = 'running'`,
    [plainText(note), delayMs * 1000, id, claim],
  );
}

/** The end of a claimed import; false when the claim is not ours any more, and then nothing may be said. */
export async function finish(tx: EntityManager, { id, claim }: Job, ending: Ending): Promise<boolean> {
  return changed(
    await tx.query(`${END} WHERE id = ? AND claim = ? AND state = 'running'`, [...endValues(ending), id, claim]),
  );
}

/** The end of an import that nobody has claimed; false when somebody has, or when it was over. */
export async function finishWaiting(tx: EntityManager, build: number, ending: Ending): Promise<boolean> {
  return changed(await tx.query(`${END} WHERE build = ? AND state = 'waiting'`, [...endValues(ending), build]));
}

const END = `UPDATE imports SET state = ?, note = ?, result = ?, claim = NULL, holds = NULL, blocked_on = NULL,
                    ended_at = UTC_TIMESTAMP(3)`;

function endValues(ending: Ending): unknown[] {
  const failed = ending.type === 'source.failed' ? ending.body : undefined;
  const how = failed === undefined ? 'imported' : failed.code === 'canceled' ? 'canceled' : 'failed';
  return [END_STATES[how], failed?.reason ?? null, JSON.stringify(ending)];
}

/** Builds of a project whose import waits. */
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

/** Whether a build's import is still to come to its end. */
export async function isOpen(db: DataSource, build: number): Promise<boolean> {
  const rows: unknown[] = await db.query("SELECT 1 FROM imports WHERE build = ? AND state IN ('waiting', 'running')", [
    build,
  ]);
  return rows.length > 0;
}

function changed(result: unknown): boolean {
  return (result as { affectedRows: number }).affectedRows === 1;
}
