/** Forgets what was told long ago. */
import type { Log } from '@kopr/shared/log';
import { type Loop, loop } from '@kopr/shared/service';
import type { DataSource } from 'typeorm';
import { forgetEnded } from '../store/deliveries.js';
import { forgetStatuses } from '../store/statuses.js';

const EVERY_MS = 3_600_000;
/** Twice as long as the bus remembers which messages were handled. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** The loop, every hour. */
export function prune({ db, log }: { db: DataSource; log: Log }): Loop {
  return loop({
    name: 'prune',
    everyMs: EVERY_MS,
    log,
    tick: async () => {
      const until = new Date(Date.now() - KEPT_MS);
      const forgotten = { deliveries: await forgetEnded(db, until), statuses: await forgetStatuses(db, until) };
      if (forgotten.deliveries + forgotten.statuses > 0) log.info('forgot what was told long ago', forgotten);
    },
  });
}
