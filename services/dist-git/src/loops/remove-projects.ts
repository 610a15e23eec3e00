/** Takes the repositories of deleted projects out of sight, as soon as no import writes to them any more. */
import { transact } from '@kopr/shared/outbox';
import { loop, type Loop } from '@kopr/shared/service';
import { forgetDirname, lockOrphan } from '../store/dirnames.js';
import { renameAway } from '../verbs/enter-repository.js';
import type { Means } from '../verbs/means.js';

const POLL_MS = 10_000;

/** `removed` is called when something was renamed away and waits for its removal. */
export function removeProjects({ db, layout, log }: Means, removed: () => void): Loop {
  const tick = (): Promise<void | 'again'> =>
    transact(db, async (tx) => {
      const orphan = await lockOrphan(tx);
      if (!orphan) return;
      // Renamed under the row's lock: nobody can enter the directory in between.
      await renameAway(layout, orphan);
      await forgetDirname(tx, orphan);
      log.info('repositories of a deleted project removed', { ...orphan });
      removed();
      return 'again';
    });
  return loop({ name: 'remove-projects', everyMs: POLL_MS, log, tick });
}
