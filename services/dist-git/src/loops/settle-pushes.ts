/** Ends pushes whose process died: what git had done by then is told all the same. */
import { withTrace } from '@kopr/shared/log';
import { loop, type Loop } from '@kopr/shared/service';
import { claimLeft } from '../store/pushes.js';
import type { Means } from '../verbs/means.js';
import { settlePush } from '../verbs/settle-push.js';

const POLL_MS = 2_000;

/** Makes the loop. */
export function settlePushes(means: Means): Loop {
  const { db, log, leaseMs } = means;
  const tick = async (): Promise<void | 'again'> => {
    const push = await claimLeft(db, leaseMs);
    if (!push) return;
    await withTrace(push.trace, async () => {
      const moved = await settlePush(means, push);
      log.warn('a push was ended in place of its dead process', { ...push.name, pusher: push.pusher, moved });
    });
    return 'again';
  };
  return loop({ name: 'settle-pushes', everyMs: POLL_MS, log, tick });
}
