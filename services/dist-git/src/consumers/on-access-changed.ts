/** A user's tokens or permissions changed: what counts here from now on. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { learnAccess } from '../store/access.js';

/** News has no order: an older word changes nothing. */
export function onAccessChanged(db: DataSource): Handler<'access.changed'> {
  return handleOnce<'access.changed'>(db, async (tx, _say, access) => {
    await learnAccess(tx, access);
    return done;
  });
}
