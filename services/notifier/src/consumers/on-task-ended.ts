/** A task is over: listeners outside the house are told. */
import type { Handler } from '@kopr/shared/bus';
import { done } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import type { Speaker } from '../domain/public-message.js';
import { announceEnd } from '../verbs/announce-task.js';

export const onTaskEnded = (db: DataSource, speaker: Speaker): Handler<'task.ended'> =>
  handleOnce(db, async (tx, _say, fact, meta) => {
    await announceEnd(tx, fact, meta.trace, speaker);
    return done;
  });
