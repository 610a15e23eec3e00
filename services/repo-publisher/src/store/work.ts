/** Work rows: inserted by consumers, served lane by lane, ended together with what is said about them. */
import { currentTrace, newTrace, withTrace } from '@kopr/shared/log';
import type { Say, Tx } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { type Answer, type Order, type Verb, type Work, WorkEntity } from './entities.js';

/** How many orders one turn takes: enough to coalesce, few enough to keep a turn short. */
const AT_A_TIME = 100;

/** Puts an order in its lane. Returns the row's answer when the order was carried out before. */
export async function addWork(tx: Tx, laneId: number, verb: Verb, body: Order): Promise<Answer | undefined> {
  const { request } = body;
  await tx.query(
    `INSERT IGNORE INTO work (request, lane_id, verb, body, not_before, trace, created_at)
     VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3), ?, UTC_TIMESTAMP(3))`,
    [request, laneId, verb, JSON.stringify(body), currentTrace() ?? newTrace()],
  );
  return (await tx.findOneByOrFail(WorkEntity, { request, laneId })).answer ?? undefined;
}

/** The lane's open orders that are due, oldest first. */
export async function openWork(db: DataSource, laneId: number): Promise<Work[]> {
  const ids = await db.query<{ id: number }[]>(
    'SELECT id FROM work WHERE is_open = 1 AND lane_id = ? AND not_before <= UTC_TIMESTAMP(3) ORDER BY id LIMIT ?',
    [laneId, AT_A_TIME],
  );
  return db.getRepository(WorkEntity).find({ where: ids.map(({ id }) => ({ id })), order: { id: 'ASC' } });
}

/** The open orders of a whole project, whatever lane they are in. */
export async function openWorkOfProject(tx: Tx, projectId: number): Promise<Work[]> {
  const ids = await tx.query<{ id: number }[]>(
    'SELECT w.id FROM work w JOIN lanes l ON l.id = w.lane_id WHERE w.is_open = 1 AND l.project_id = ? ORDER BY w.id',
    [projectId],
  );
  return ids.length === 0 ? [] : tx.getRepository(WorkEntity).find({ where: ids.map(({ id }) => ({ id })) });
}

/** The open orders of a directory up to the one with the id `last`, whatever lane they are in. */
export async function openWorkOfDir(
  tx: Tx,
  { projectId, dirname }: { readonly projectId: number; readonly dirname: string },
  last: number,
): Promise<Work[]> {
  const ids = await tx.query<{ id: number }[]>(
    `SELECT w.id FROM work w JOIN lanes l ON l.id = w.lane_id
     WHERE w.is_open = 1 AND l.project_id = ? AND l.dirname = ? AND w.id <= ? ORDER BY w.id`,
    [projectId, dirname, last],
  );
  return ids.length === 0 ? [] : tx.getRepository(WorkEntity).find({ where: ids.map(({ id }) => ({ id })) });
}

/** The highest number among the builds that were to be published in the project; 0 when there was none. */
export async function newestBuildOf(db: DataSource, projectId: number): Promise<number> {
  const [row] = await db.query<{ newest: number | null }[]>(
    `SELECT MAX(CAST(JSON_VALUE(w.body, '$.build') AS SIGNED)) AS newest
     FROM work w JOIN lanes l ON l.id = w.lane_id WHERE l.project_id = ? AND w.verb = 'publish'`,
    [projectId],
  );
  return row?.newest ?? 0;
}

/** Its files are in the tree and the index has its packages: a repeat must not touch them. False when it was placed before. */
export async function markPlaced(tx: Tx, id: number): Promise<boolean> {
  return (await tx.update(WorkEntity, { id, step: 'waiting' }, { step: 'placed' })).affected === 1;
}

/** Ends an order and says so, once: whoever comes second finds it ended and says nothing. */
export async function endWork(tx: Tx, say: Say, { id, trace }: Work, answer: Answer | undefined): Promise<void> {
  const step = answer?.type === 'repo.failed' ? 'failed' : 'done';
  const { affectedRows } = await tx.query<{ affectedRows: number }>(
    'UPDATE work SET step = ?, answer = ?, ended_at = UTC_TIMESTAMP(3) WHERE id = ? AND is_open = 1',
    [step, answer === undefined ? null : JSON.stringify(answer), id],
  );
  if (affectedRows === 1 && answer !== undefined) await withTrace(trace, () => sayAnswer(say, answer));
}

/** Says an answer, the first time or again. */
export async function sayAnswer(say: Say, answer: Answer): Promise<void> {
  if (answer.type === 'repo.published') await say(answer.type, answer.body);
  else await say(answer.type, answer.body);
}

/** Tries again later. */
export async function postponeWork(db: DataSource, ids: readonly number[], delayMs: number): Promise<void> {
  if (ids.length === 0) return;
  const sql =
    'UPDATE work SET tries = tries + 1, not_before = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND WHERE id IN (?)';
  await db.query(sql, [delayMs * 1000, ids]);
}

/** Whether an order about this task is open: its files in the intake are still needed. */
export async function isTaskWanted(db: DataSource, task: string): Promise<boolean> {
  const sql = "SELECT 1 FROM work WHERE is_open = 1 AND verb = 'publish' AND JSON_VALUE(body, '$.task') = ? LIMIT 1";
  return (await db.query<unknown[]>(sql, [task])).length > 0;
}
