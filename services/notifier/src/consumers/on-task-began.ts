/** A task runs for the first time: listeners outside the house are told. */
import type { Handler } from '@kopr/shared/bus';
import { done } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import type { Speaker } from '../domain/public-message.js';
import { announceStart } from '../verbs/announce-task.js';

export const onTaskBegan = (db: DataSource, speaker: Speaker): Handler<'task.began'> =>
  handleOnce(db, async (tx, _say, fact, meta) => {
    await announceStart(tx, fact, meta.trace, speaker);
    return done;
  });
