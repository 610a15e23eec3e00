/** Cancels a build: every part that can still be stopped is canceled when this returns. */
import { transact } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { refuse, required } from '../domain/refusal.js';
import type { UserRow } from '../store/users.js';
import { applyNews } from './apply-news.js';
import { mayBuild } from './rights.js';

/** Refuses strangers, unknown builds and those past the point of no return. */
export async function cancelBuild(deps: Deps, user: UserRow, buildId: number): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    const applied = await applyNews(deps, tx, say, buildId, async ({ project }) => {
      if (!(await mayBuild(tx, user, project))) refuse('forbidden', 'You are not allowed to cancel this build.');
      return { type: 'cancel', reason: `canceled by ${user.name}` };
    });
    const { changed } = required(applied, 'missing', `Build ${buildId} does not exist.`);
    if (!changed) refuse('conflict', `Cannot cancel build ${buildId}`);
  });
}
