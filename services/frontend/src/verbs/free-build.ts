/** Lets a build go on whose batch had to wait for another one. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { applyNews } from './apply-news.js';
import { planInput } from './plan-input.js';

/** Plans what was imported meanwhile, with the project as it is now; nothing happens to a build that is free already. */
export async function freeBuild(deps: Deps, buildId: number): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    await applyNews(deps, tx, say, buildId, async ({ project }) => ({
      type: 'batch.freed',
      input: await planInput(deps, tx, project),
    }));
  });
}
