/** A project is gone: nothing more is imported into it, and its repositories go. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { DataSource } from 'typeorm';
import { finishWaiting, waitingOf } from '../store/imports.js';
import { forgetPushedOf } from '../store/pushed-repositories.js';
import { bury } from '../store/tombstones.js';
import { canceledEnding, sayEnding } from '../verbs/settle-order.js';

/** `wake` starts the loop that removes the directories of buried projects. */
export function onProjectDeleted(db: DataSource, wake: () => void): Handler<'project.deleted'> {
  const once = handleOnce<'project.deleted'>(db, async (tx, say, { project }) => {
    await bury(tx, 'project', project.id);
    await forgetPushedOf(tx, project.id);
    for (const build of await waitingOf(tx, project.id)) {
      for (const told of await finishWaiting(tx, build, canceledEnding(build, 'project'))) await sayEnding(say, told);
    }
    return done;
  });
  return async (body, meta) => {
    const fate = await once(body, meta);
    wake();
    return fate;
  };
}
