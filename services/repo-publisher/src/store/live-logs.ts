/** Which attempt owns the live log of a result folder; attempts only rise. */
import type { Tx } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { type LiveLog, LiveLogEntity } from './entities.js';

/** Locks the row of a result folder until the transaction ends; makes it if there is none. */
export async function lockLog(tx: Tx, results: string, task: string, attempt: number): Promise<LiveLog> {
  await tx.query('INSERT IGNORE INTO live_logs (results, task, attempt) VALUES (?, ?, ?)', [results, task, attempt]);
  return tx.findOneOrFail(LiveLogEntity, { where: { results }, lock: { mode: 'pessimistic_write' } });
}

/** The folder's log is this attempt's from now on. */
export async function takeOverLog(tx: Tx, results: string, attempt: number): Promise<void> {
  await tx.update(LiveLogEntity, { results }, { attempt, sealed: false });
}

/** Nothing more comes. */
export async function markSealed(tx: Tx, results: string, attempt: number): Promise<void> {
  await tx.update(LiveLogEntity, { results, attempt }, { sealed: true });
}

/** The log of a task, or undefined while none of its attempts said a word. */
export async function findLog(db: DataSource, task: string): Promise<LiveLog | undefined> {
  return (await db.getRepository(LiveLogEntity).findOneBy({ task })) ?? undefined;
}
