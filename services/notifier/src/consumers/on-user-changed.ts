/** A user was made or changed: mail goes to the new address, or no more. */
import type { Handler } from '@kopr/shared/bus';
import { done } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { learnRecipient } from '../store/recipients.js';

export const onUserChanged = (db: DataSource): Handler<'user.changed'> =>
  handleOnce(db, async (tx, _say, fact, meta) => {
    await learnRecipient(tx, { ...fact, saidAt: new Date(meta.time) });
    return done;
  });
