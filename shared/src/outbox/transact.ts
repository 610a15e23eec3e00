/** A change and what it says, in one transaction. */
import type { BodyInput, MessageType } from '@kopr/proto';
import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { envelopeOf, type Routing } from '../bus/index.js';
import { backoff } from '../domain/index.js';
import { isRetryable } from '../errors/index.js';
import { OutboxEntity } from './entities.js';
import { wakeRelays } from './wakes.js';

/** What a verb works with inside its transaction. */
export type Tx = EntityManager;

/** Puts a message into the outbox of the same transaction: it is said if, and only if, the change is kept. */
export type Say = <T extends MessageType>(type: T, body: BodyInput<T>, routing?: Routing) => Promise<void>;

const MAX_TRIES = 5;
const BACKOFF = { baseMs: 20, maxMs: 500 };

/** Runs `work` in a transaction; lock conflicts and lost connections are tried again, so it may run several times. */
export async function transact<R>(db: DataSource, work: (tx: Tx, say: Say) => Promise<R>): Promise<R> {
  return transactIf(db, work, () => true);
}

/** As `transact`, but what came out decides whether the change is kept or undone. */
export async function transactIf<R>(
  db: DataSource,
  work: (tx: Tx, say: Say) => Promise<R>,
  keep: (result: R) => boolean,
): Promise<R> {
  for (let tries = 1; ; tries++) {
    const state = { said: 0, committing: false };
    try {
      const result = await once(db, work, keep, state);
      if (state.said > 0) wakeRelays(db);
      return result;
    } catch (error) {
      // A commit whose answer was lost may have happened; only the caller can know whether doing it again is harmless.
      if (state.committing || tries === MAX_TRIES || !isRetryable(error)) throw error;
      await wait(backoff(tries, { ...BACKOFF, random: Math.random() }));
    }
  }
}

interface State {
  said: number;
  committing: boolean;
}

async function once<R>(
  db: DataSource,
  work: (tx: Tx, say: Say) => Promise<R>,
  keep: (result: R) => boolean,
  state: State,
): Promise<R> {
  const runner = db.createQueryRunner();
  try {
    await runner.startTransaction();
    const result = await work(runner.manager, sayIn(runner.manager, state));
    if (!keep(result)) {
      await runner.rollbackTransaction();
      return result;
    }
    state.committing = true;
    await runner.commitTransaction();
    return result;
  } catch (error) {
    await undo(runner);
    throw error;
  } finally {
    await runner.release();
  }
}

/** On a lost connection there is nothing left to undo, and the first error is the one to tell. */
async function undo(runner: QueryRunner): Promise<void> {
  if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
}

function sayIn(tx: Tx, state: State): Say {
  return async (type, body, routing) => {
    const envelope = envelopeOf(type, body);
    state.said++;
    await tx.insert(OutboxEntity, {
      messageId: envelope.id,
      type,
      host: routing?.host ?? null,
      envelope: JSON.stringify(envelope),
    });
  };
}
