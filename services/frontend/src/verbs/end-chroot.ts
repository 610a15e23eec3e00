/** Whether a chroot of the instance builds: active, resting for a while, or at its end of life. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { saveChroot, type MockChrootRow } from '../store/chroots.js';
import { keepEverywhere } from '../store/project-chroots.js';

const DAY_MS = 86_400_000;

/** Builds again, wherever projects have it enabled; results that were to go stay. */
export async function activateChroot({ db }: Deps, row: MockChrootRow): Promise<void> {
  await transact(db, async (tx) => {
    await saveChroot(tx, { ...row, active: true, eolAt: null });
    await keepEverywhere(tx, row.name, null);
  });
}

/** Takes no builds until it is active again. */
export async function deactivateChroot({ db }: Deps, row: MockChrootRow): Promise<void> {
  await saveChroot(db.manager, { ...row, active: false });
}

/** Takes no builds any more; answers until when the results of projects stay, which is told once only. */
export async function endChroot({ db, config, now }: Deps, row: MockChrootRow): Promise<Date> {
  const eolAt = row.eolAt ?? now();
  const until = new Date(eolAt.getTime() + config.eolChrootDays * DAY_MS);
  await transact(db, async (tx) => {
    await saveChroot(tx, { ...row, active: false, eolAt });
    await keepEverywhere(tx, row.name, until);
  });
  return until;
}
