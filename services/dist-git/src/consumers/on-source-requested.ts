/** A build was submitted: its source is put in line for the import. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { enqueue, finishWaiting } from '../store/imports.js';
import { goneOf } from '../store/tombstones.js';
import { canceledEnding, sayEnding } from '../verbs/settle-import.js';

/** `wake` starts the loop that imports; it finds the row because this has committed by then. */
export function onSourceRequested(db: DataSource, wake: () => void): Handler<'source.requested'> {
  const once = handleOnce<'source.requested'>(db, async (tx, say, body, { trace }) => {
    const { ending } = await enqueue(tx, body, trace);
    // Asked again about a build that is through: whoever asks has not heard the answer.
    if (ending) await sayEnding(say, ending);
    // The cancel came first.
    const gone = ending ? undefined : await goneOf(tx, { build: body.build, projectId: body.project.id });
    if (gone) {
      const canceled = canceledEnding(body.build, gone);
      if (await finishWaiting(tx, body.build, canceled)) await sayEnding(say, canceled);
    }
    return done;
  });
  return async (body, meta) => {
    const fate = await once(body, meta);
    wake();
    return fate;
  };
}
