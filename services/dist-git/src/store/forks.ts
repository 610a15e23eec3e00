/**
 * Copies that forks wait for: one row for each package, gone when it is done with. `due_at` says from when on a row may
 * be claimed; for a claimed one, that is the end of its lease. Done twice, a copy changes nothing, so nothing is kept.
 */
import { randomUUID } from 'node:crypto';
import type { Body } from '@kopr/proto';
import type { DataSource, EntityManager } from 'typeorm';
import { plainText } from '../domain/refusal.js';
import { pickNext } from '../domain/pick-next.js';
import type { Dirname } from './dirnames.js';

/** A project's directory, and whose it was when the fork was asked for. */
interface ForkSide extends Dirname {
  readonly projectId: number;
}

/** A claimed copy of one package. `tries` were begun before, by whoever. */
export interface Fork {
  readonly id: number;
  readonly claim: string;
  readonly package: string;
  readonly from: ForkSide;
  readonly to: ForkSide;
  readonly trace: string;
  readonly tries: number;
}

/** Claimed together; all of one owner, so that the next claim may be another's. */
const AT_A_TIME = 20;

/** Puts the packages of one message in line. */
export async function enqueueForks(
  tx: EntityManager,
  { from, to, packages }: Body<'source.fork-requested'>,
  trace: string,
): Promise<void> {
  const names = [...new Set(packages)];
  if (names.length === 0) return;
  const sides = [from.id, from.owner, from.dirname, to.id, to.owner, to.dirname];
  await tx.query(
    `INSERT INTO forks (package, from_id, from_owner, from_dirname, project_id, owner, dirname, trace, due_at, created_at)
     VALUES ${names.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))').join(', ')}`,
    names.flatMap((name) => [name, ...sides, trace]),
  );
}

/** Takes some packages of the owner whose turn it is, for `leaseMs`; none when none may be taken. */
export async function claimForks(db: DataSource, lastServed: readonly string[], leaseMs: number): Promise<Fork[]> {
  for (;;) {
    const owner = await nextOwner(db, lastServed);
    if (owner === undefined) return [];
    const claim = randomUUID();
    const { affectedRows } = await db.query<{ affectedRows: number }>(
      `UPDATE forks SET claim = ?, due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
        WHERE owner = ? AND due_at <= UTC_TIMESTAMP(3) ORDER BY id LIMIT ${AT_A_TIME}`,
      [claim, leaseMs * 1000, owner],
    );
    // Zero: another replica was faster; look again.
    if (affectedRows > 0) return readForks(db, claim);
  }
}

async function nextOwner(db: DataSource, lastServed: readonly string[]): Promise<string | undefined> {
  const rows: { owner: string; id: number | null; running: string }[] = await db.query(
    `SELECT owner, MIN(IF(due_at <= UTC_TIMESTAMP(3), id, NULL)) AS id,
            SUM(claim IS NOT NULL AND due_at > UTC_TIMESTAMP(3)) AS running
       FROM forks GROUP BY owner`,
  );
  const candidates = rows.flatMap(({ owner, id }) => (id === null ? [] : { owner, id: String(id), background: true }));
  const runningByOwner = new Map(rows.map(({ owner, running }) => [owner, Number(running)]));
  return pickNext(candidates, { runningByOwner, lastServed, perOwner: Infinity })?.owner;
}

interface ForkRow {
  readonly id: number;
  readonly package: string;
  readonly from_id: number;
  readonly from_owner: string;
  readonly from_dirname: string;
  readonly project_id: number;
  readonly owner: string;
  readonly dirname: string;
  readonly trace: string;
  readonly tries: number;
}

async function readForks(db: DataSource, claim: string): Promise<Fork[]> {
  const rows: ForkRow[] = await db.query(
    `SELECT id, package, from_id, from_owner, from_dirname, project_id, owner, dirname, trace, tries
       FROM forks WHERE claim = ? ORDER BY id`,
    [claim],
  );
  return rows.map(({ id, package: name, trace, tries, ...row }) => ({
    id,
    claim,
    package: name,
    from: { projectId: row.from_id, owner: row.from_owner, dirname: row.from_dirname },
    to: { projectId: row.project_id, owner: row.owner, dirname: row.dirname },
    trace,
    tries,
  }));
}

/** Counts the try, and keeps what was claimed with it for another `leaseMs`; false when it is not ours any more. */
export async function beginFork(db: DataSource, { id, claim }: Fork, leaseMs: number): Promise<boolean> {
  const { affectedRows } = await db.query<{ affectedRows: number }>(
    `UPDATE forks SET tries = tries + (id = ?), due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND WHERE claim = ?`,
    [id, leaseMs * 1000, claim],
  );
  return affectedRows > 0;
}

/** Back into the line, not before `delayMs` from now. `free`: the try does not count. */
export async function postponeFork(
  db: DataSource,
  { id, claim }: Fork,
  { note, delayMs, free }: { note: string; delayMs: number; free: boolean },
): Promise<void> {
  await db.query(
    `UPDATE forks SET claim = NULL, tries = tries - ?, note = ?, due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
      WHERE id = ? AND claim = ?`,
    [free ? 1 : 0, plainText(note), delayMs * 1000, id, claim],
  );
}

/** The claimed copy is done with. */
export async function endFork(db: DataSource, { id, claim }: Fork): Promise<void> {
  await db.query('DELETE FROM forks WHERE id = ? AND claim = ?', [id, claim]);
}

/** Whether the original itself is a copy that is still to come. */
export async function isAwaited(db: DataSource, { id, from, package: name }: Fork): Promise<boolean> {
  const rows: unknown[] = await db.query(
    'SELECT 1 FROM forks WHERE project_id = ? AND package = ? AND id < ? LIMIT 1',
    [from.projectId, name, id],
  );
  return rows.length > 0;
}

/** Whether copies are made under this claim. */
export async function isForkClaimed(db: DataSource, claim: string): Promise<boolean> {
  const rows: unknown[] = await db.query('SELECT 1 FROM forks WHERE claim = ? LIMIT 1', [claim]);
  return rows.length > 0;
}
