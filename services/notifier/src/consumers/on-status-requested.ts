/** A forge is to be told how a build stands. */
import type { Handler } from '@kopr/shared/bus';
import { done } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { askStatus } from '../verbs/ask-status.js';

export const onStatusRequested = (db: DataSource): Handler<'status.requested'> =>
  handleOnce(db, async (tx, _say, body, meta) => {
    await askStatus(tx, body, meta.trace);
    return done;
  });
