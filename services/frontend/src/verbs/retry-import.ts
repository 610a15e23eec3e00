/** Asks once more for the import of a build whose import failed: nothing is submitted or built anew. */
import { transact, type Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { refuse, required } from '../domain/refusal.js';
import { mayRetryImport } from '../domain/retry-import.js';
import type { Held } from '../store/builds.js';
import { uploadOf } from '../store/uploads.js';
import type { UserRow } from '../store/users.js';
import { applyNews } from './apply-news.js';
import { mayBuild } from './rights.js';
import { sayAll } from './say-all.js';
import { sourceOrder } from './source-order.js';

/** The build is open again when this returns. Refuses strangers, and builds for which it would be in vain. */
export async function retryImport(deps: Deps, user: UserRow, buildId: number): Promise<void> {
  await transact(deps.db, async (tx, say) => {
    const applied = await applyNews(deps, tx, say, buildId, async (held) => {
      await checkRetry(tx, user, held);
      return { type: 'import.retried' };
    });
    const { held, decision } = required(applied, 'missing', `Build ${buildId} does not exist.`);
    // What a builder made is ordered by the decision itself.
    const isDistGits = decision.build.source.manifest === null;
    if (isDistGits) await sayAll(say, [await sourceOrder(deps, tx, { ...held, build: decision.build })]);
  });
}

async function checkRetry(tx: Tx, user: UserRow, { build, row, project }: Held): Promise<void> {
  const { id, source } = build;
  if (!project.living) refuse('missing', `Build ${id} does not exist.`);
  if (!(await mayBuild(tx, user, project))) refuse('forbidden', `You are not allowed to build in this project.`);
  if (source.state !== 'failed')
    refuse('conflict', `The import of build ${id} has not failed, so it cannot be retried.`);
  if (!mayRetryImport(build))
    refuse('conflict', `The import of build ${id} would fail again: ${source.reason ?? 'its source is wrong'}`);
  if (row.sourceType === 'upload' && source.manifest === null && !(await uploadOf(tx, id)))
    refuse('conflict', `The file that was uploaded for build ${id} is not kept any more. Please upload it again.`);
}
