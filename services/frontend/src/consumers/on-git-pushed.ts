/** Somebody pushed to a package in dist-git: that is kept beside what webhooks deliver, and worked off like it. */
import { done, type Handler } from '@kopr/shared/bus';
import { handleOnce } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { keepPush } from '../verbs/keep-push.js';
import { wakeDeliveries } from '../verbs/wake-deliveries.js';

/** What becomes of it is decided by the loop, with the project as it is then. */
export function onGitPushed(deps: Deps): Handler<'git.pushed'> {
  const once = handleOnce<'git.pushed'>(deps.db, async (tx, _say, push, { trace }) => {
    await keepPush(deps, tx, push, trace);
    return done;
  });
  return async (push, meta) => {
    const fate = await once(push, meta);
    wakeDeliveries(deps.db);
    return fate;
  };
}
