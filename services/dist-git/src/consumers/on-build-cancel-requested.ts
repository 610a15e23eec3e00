/** A build was canceled: its import is forgotten, also when it has not been asked for yet. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { finishWaiting } from '../store/imports.js';
import { bury } from '../store/tombstones.js';
import { canceledEnding, sayEnding } from '../verbs/settle-order.js';

/** A running import notices the tombstone by itself: at its next renewal, or at its end. */
export function onBuildCancelRequested(db: DataSource): Handler<'build.cancel-requested'> {
  return handleOnce<'build.cancel-requested'>(db, async (tx, say, { build }) => {
    await bury(tx, 'build', build);
    for (const told of await finishWaiting(tx, build, canceledEnding(build, 'build'))) await sayEnding(say, told);
    return done;
  });
}
