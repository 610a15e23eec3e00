/** The SRPM that a source task made was accepted: its import is put in line. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { takeOrder } from '../verbs/take-order.js';

/** `wake` starts the loop that carries orders out; it finds the row because this has committed by then. */
export function onImportRequested(db: DataSource, wake: () => void): Handler<'import.requested'> {
  const once = handleOnce<'import.requested'>(db, async (tx, say, request, { trace }) => {
    await takeOrder(tx, say, { kind: 'intake', request }, trace);
    return done;
  });
  return async (body, meta) => {
    const fate = await once(body, meta);
    wake();
    return fate;
  };
}
