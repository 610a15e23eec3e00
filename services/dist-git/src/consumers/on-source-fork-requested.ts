/** A project was forked: its packages' sources are put in line for the copy. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { enqueueForks } from '../store/forks.js';

/** `wake` starts the loop that copies; what is deleted by then, or was never imported, it will see. */
export function onSourceForkRequested(db: DataSource, wake: () => void): Handler<'source.fork-requested'> {
  const once = handleOnce<'source.fork-requested'>(db, async (tx, _say, body, { trace }) => {
    await enqueueForks(tx, body, trace);
    return done;
  });
  return async (body, meta) => {
    const fate = await once(body, meta);
    wake();
    return fate;
  };
}
