/** A build was submitted: its source is put in line, to be imported or, when it must be made first, resolved. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { orderOf } from '../domain/order.js';
import { takeOrder } from '../verbs/take-order.js';

/** `wake` starts the loop that carries orders out; it finds the row because this has committed by then. */
export function onSourceRequested(db: DataSource, wake: () => void): Handler<'source.requested'> {
  const once = handleOnce<'source.requested'>(db, async (tx, say, body, { trace }) => {
    await takeOrder(tx, say, orderOf(body), trace);
    return done;
  });
  return async (body, meta) => {
    const fate = await once(body, meta);
    wake();
    return fate;
  };
}
