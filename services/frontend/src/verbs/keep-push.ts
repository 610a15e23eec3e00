/** Keeps the news of a push to dist-git as a delivery: listed with its reasons, worked off in order, to be redelivered. */
import type { Body } from '@kopr/proto';
import type { Tx } from '@kopr/shared/outbox';
import type { Deps } from '../deps.js';
import { addDelivery } from '../store/deliveries.js';
import { isLiving } from '../store/projects.js';

/** The word that stands where a forge's does. */
export const DIST_GIT = 'dist-git';

/** Nothing is kept of a project that is gone. */
export async function keepPush(deps: Deps, tx: Tx, push: Body<'git.pushed'>, trace: string): Promise<void> {
  const { project, package: name, repository, branch, commit } = push;
  if (!(await isLiving(tx, project.id))) return;
  const now = deps.now();
  await addDelivery(tx, {
    ...{ projectId: project.id, forge: DIST_GIT, package: name, dirname: project.dirname },
    ...{ headers: {}, body: Buffer.from(JSON.stringify(push)), receivedAt: now },
    subject: `${DIST_GIT} ${repository}`.slice(0, 300),
    ...{ event: `push to ${branch} at ${commit.slice(0, 8)}`, state: 'waiting', reason: null, decisions: [] },
    ...{ dueAt: now, endedAt: null, builtKey: null, repeats: null, trace },
  });
}
