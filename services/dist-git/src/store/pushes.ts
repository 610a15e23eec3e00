/**
 * Pushes: one row while a repository is being pushed to, made before git begins and gone with the news of it. A row
 * whose lease is over belongs to nobody: what git did meanwhile is seen by comparing refs, and told by whoever claims it.
 */
import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { type RepositoryName, repositoryPath } from '../domain/names.js';
import type { Refs } from '../domain/push/compare-refs.js';
import { decodeJson } from './json.js';

/** A claimed push. */
export interface Push {
  readonly id: number;
  readonly claim: string;
  readonly name: RepositoryName;
  readonly projectId: number;
  readonly pusher: string;
  readonly trace: string;
}

/** Who pushes what. */
export type Intent = Omit<Push, 'id' | 'claim'>;

/** Makes the push the only one that may change its repository; undefined when it is another's. The directory is locked. */
export async function begin(tx: EntityManager, intent: Intent, leaseMs: number): Promise<Push | undefined> {
  const { name, projectId, pusher, trace } = intent;
  const repository = repositoryPath(name);
  if (await isHeld(tx, repository)) return undefined;
  const claim = randomUUID();
  const { insertId } = await tx.query<{ insertId: number }>(
    `INSERT INTO pushes (repository, project_id, owner, dirname, package, pusher, trace, claim, due_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND, UTC_TIMESTAMP(3))`,
    [repository, projectId, name.owner, name.dirname, name.package, pusher, trace, claim, leaseMs * 1000],
  );
  return { ...intent, id: insertId, claim };
}

/** Keeps what the refs were before git begins; false when the claim is not ours any more. */
export async function noteRefs(db: DataSource, { id, claim }: Push, refs: Refs): Promise<boolean> {
  return changed(
    await db.query('UPDATE pushes SET refs = ? WHERE id = ? AND claim = ?', [JSON.stringify([...refs]), id, claim]),
  );
}

/** Keeps the claim for another `leaseMs`; false when it is not ours any more. */
export async function renewPush(db: DataSource, { id, claim }: Push, leaseMs: number): Promise<boolean> {
  return changed(
    await db.query('UPDATE pushes SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND WHERE id = ? AND claim = ?', [
      leaseMs * 1000,
      id,
      claim,
    ]),
  );
}

/** The refs before; undefined when git never began. */
export async function refsBefore(db: DataSource, { id }: Push): Promise<Refs | undefined> {
  const rows: { refs: unknown }[] = await db.query('SELECT refs FROM pushes WHERE id = ?', [id]);
  const refs = decodeJson(rows[0]?.refs);
  return refs === undefined ? undefined : new Map(refs as [string, string][]);
}

/** The push is over; false when the claim is not ours any more: then nothing may be told of it. */
export async function endPush(tx: EntityManager, { id, claim }: Push): Promise<boolean> {
  return changed(await tx.query('DELETE FROM pushes WHERE id = ? AND claim = ?', [id, claim]));
}

interface Row {
  readonly id: number;
  readonly owner: string;
  readonly dirname: string;
  readonly package: string;
  readonly project_id: number;
  readonly pusher: string;
  readonly trace: string;
}

/** Takes a push that a dead process left, for `leaseMs`; undefined when there is none. */
export async function claimLeft(db: DataSource, leaseMs: number): Promise<Push | undefined> {
  const claim = randomUUID();
  const taken = await db.query<{ affectedRows: number }>(
    `UPDATE pushes SET claim = ?, due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
      WHERE due_at <= UTC_TIMESTAMP(3) ORDER BY due_at LIMIT 1`,
    [claim, leaseMs * 1000],
  );
  if (!changed(taken)) return undefined;
  const rows: Row[] = await db.query(
    'SELECT id, owner, dirname, package, project_id, pusher, trace FROM pushes WHERE claim = ?',
    [claim],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { id, project_id: projectId, pusher, trace, ...name } = row;
  return { id, claim, name, projectId, pusher, trace };
}

/** Whether somebody pushes to `repository` now. */
export async function isPushed(tx: EntityManager, repository: string): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT 1 FROM pushes WHERE repository = ?', [repository]);
  return rows.length > 0;
}

/** Whether an import or a push may change `repository` now. */
export async function isHeld(tx: EntityManager, repository: string): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT 1 FROM imports WHERE holds = ?', [repository]);
  return rows.length > 0 || isPushed(tx, repository);
}

/** Which of these branches builds of the project were imported into, or are to be. */
export async function releaseBranches(
  db: DataSource,
  projectId: number,
  branches: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const branch of branches) {
    const rows: unknown[] = await db.query(
      "SELECT 1 FROM imports WHERE project_id = ? AND JSON_CONTAINS(request, JSON_QUOTE(?), '$.branches') LIMIT 1",
      [projectId, branch],
    );
    if (rows.length > 0) found.add(branch);
  }
  return found;
}

function changed(result: unknown): boolean {
  return (result as { affectedRows: number }).affectedRows === 1;
}
