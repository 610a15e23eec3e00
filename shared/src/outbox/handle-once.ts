/** Messages come at least once; their effect happens once. */
import type { Body, MessageType } from '@kopr/proto';
import type { DataSource } from 'typeorm';
import { done, type Fate, type Handler, type Meta } from '../bus/index.js';
import { InboxEntity } from './entities.js';
import { type Say, transactIf, type Tx } from './transact.js';

const DUPLICATE_KEY = 1062;

/**
 * A handler whose inbox row, change and messages are one transaction. A repeat is done without asking `work`.
 * When `work` answers retry or reject, everything that it wrote is undone, so that a later try or a replay starts clean.
 */
export function handleOnce<T extends MessageType>(
  db: DataSource,
  work: (tx: Tx, say: Say, body: Body<T>, meta: Meta<T>) => Promise<Fate>,
): Handler<T> {
  return (body, meta) =>
    transactIf(
      db,
      async (tx, say) => ((await isRepeat(tx, meta)) ? done : work(tx, say, body, meta)),
      ({ fate }) => fate === 'done',
    );
}

/** Two at the same time: the second one waits here until the first has committed, then is the repeat. */
async function isRepeat(tx: Tx, { id, type }: Meta): Promise<boolean> {
  try {
    await tx.insert(InboxEntity, { messageId: id, type });
    return false;
  } catch (error) {
    if ((error as { driverError?: { errno?: number } }).driverError?.errno === DUPLICATE_KEY) return true;
    throw error;
  }
}
