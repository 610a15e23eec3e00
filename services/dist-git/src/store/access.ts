/** Who may push where, as the frontend told last: each word about a user replaces the one before it. */
import type { Body } from '@kopr/proto';
import type { EntityManager } from 'typeorm';

type Access = Body<'access.changed'>;

/** The scope that lets a token push. */
const PUSH = 'push';
const ROWS_AT_A_TIME = 500;

/** Learns a user's access; false when a newer word is known already. The same word may come again. */
export async function learnAccess(tx: EntityManager, access: Access): Promise<boolean> {
  const { user, revision } = access;
  await tx.query('INSERT IGNORE INTO people (user, revision) VALUES (?, ?)', [user, revision]);
  const rows: { revision: number | string }[] = await tx.query(
    'SELECT revision FROM people WHERE user = ? FOR UPDATE',
    [user],
  );
  if (Number(rows[0]?.revision ?? 0) > revision) return false;
  await tx.query('UPDATE people SET revision = ? WHERE user = ?', [revision, user]);
  await replace(tx, 'push_tokens', user, tokenRows(access));
  await replace(
    tx,
    'open_projects',
    user,
    [...new Set(access.projects)].map((id) => ({ project_id: id, user })),
  );
  return true;
}

/** Whose token this is, unless it has expired. */
export async function userOfToken(tx: EntityManager, sha256: string, now: Date): Promise<string | undefined> {
  const rows: { user: string }[] = await tx.query(
    'SELECT user FROM push_tokens WHERE sha256 = ? AND (expires_at IS NULL OR expires_at > ?)',
    [sha256, now],
  );
  return rows[0]?.user;
}

/** The hashes of all tokens of a user that are good now. */
export async function tokensOf(tx: EntityManager, user: string, now: Date): Promise<string[]> {
  const rows: { sha256: string }[] = await tx.query(
    'SELECT sha256 FROM push_tokens WHERE user = ? AND (expires_at IS NULL OR expires_at > ?)',
    [user, now],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Whether a project of others is open to the user. */
export async function isOpenTo(tx: EntityManager, user: string, projectId: number): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT 1 FROM open_projects WHERE user = ? AND project_id = ?', [
    user,
    projectId,
  ]);
  return rows.length > 0;
}

type Row = Readonly<Record<string, string | number | Date | null>>;

function tokenRows({ user, tokens }: Access): Row[] {
  const pushing = tokens.filter(({ scopes }) => scopes.includes(PUSH));
  const bySha256 = new Map(pushing.map((token) => [token.sha256.toLowerCase(), token]));
  return [...bySha256].map(([sha256, { expiresAt }]) => ({
    sha256,
    user,
    expires_at: expiresAt === null ? null : new Date(expiresAt),
  }));
}

async function replace(tx: EntityManager, table: 'push_tokens' | 'open_projects', user: string, rows: Row[]) {
  await tx.query(`DELETE FROM ${table} WHERE user = ?`, [user]);
  for (let at = 0; at < rows.length; at += ROWS_AT_A_TIME) {
    const some = rows.slice(at, at + ROWS_AT_A_TIME);
    const columns = Object.keys(some[0] ?? {});
    const places = some.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ');
    const values = some.flatMap((row) => columns.map((column) => row[column]));
    await tx.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places}`, values);
  }
}
