/** An attempt was accepted: its build waits for its repository's next turn. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { takePublishOrder } from '../verbs/take-order.js';

/** `wake` starts the publishing loops, once the order is kept. */
export function onPublishRequested(db: DataSource, wake: () => void): Handler<'publish.requested'> {
  const once = handleOnce<'publish.requested'>(db, async (tx, say, body) => {
    await takePublishOrder(tx, say, body);
    return done;
  });
  return async (body, meta) => {
    const fate = await once(body, meta);
    wake();
    return fate;
  };
}
