/** Something is asked of repositories: it waits for their next turn, or is refused. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { takeRepoOrder } from '../verbs/take-order.js';

/** `wake` starts the publishing loops, once the order is kept. */
export function onRepoRequested(db: DataSource, wake: () => void): Handler<'repo.requested'> {
  const once = handleOnce<'repo.requested'>(db, async (tx, say, body) => {
    await takeRepoOrder(tx, say, body);
    return done;
  });
  return async (body, meta) => {
    const fate = await once(body, meta);
    wake();
    return fate;
  };
}
