/** Tells a frontend what the other rooms would say, straight to its consumers. */
import { randomUUID, type UUID } from 'node:crypto';
import {
  sourceFailed,
  taskAssigned,
  taskFinished,
  taskGivenUp,
  taskRequeued,
  taskStarted,
  type Body,
  type MessageType,
  type Nevra,
} from '@kopr/proto';
import type { Fate, Handler } from '@kopr/shared/bus';
import { newTrace } from '@kopr/shared/log';
import { onLineRebuildRequested } from '../src/consumers/on-line-rebuild-requested.js';
import { onRepoFailed } from '../src/consumers/on-repo-failed.js';
import { onRepoPublished } from '../src/consumers/on-repo-published.js';
import { onSourceFailed } from '../src/consumers/on-source-failed.js';
import { onSourceResolved } from '../src/consumers/on-source-resolved.js';
import { onSourceImported } from '../src/consumers/on-source-imported.js';
import { onStatusEnded } from '../src/consumers/on-status-ended.js';
import { onTaskAssigned } from '../src/consumers/on-task-assigned.js';
import { onTaskFinished } from '../src/consumers/on-task-finished.js';
import { onTaskGivenUp } from '../src/consumers/on-task-given-up.js';
import { onTaskRequeued } from '../src/consumers/on-task-requeued.js';
import { onTaskStarted } from '../src/consumers/on-task-started.js';
import type { Stack } from './stack.js';

/** Hands a message to a handler; the same `id` again is a repeat. */
function tell<T extends MessageType>(handler: Handler<T>, type: T, body: Body<T>, id = randomUUID()): Promise<Fate> {
  return handler(body, { id, type, time: new Date().toISOString(), trace: newTrace(), queue: 'test', attempt: 1 });
}

/** The other rooms' words about one build. */
export function newsOf({ deps, bodies }: Stack, build: number) {
  const task = (chroot: string) => ({ task: `${build}-${chroot}`, build });
  const at = (chroot: string, attempt: number) => ({ ...task(chroot), attempt, host: `host${attempt}` });
  return {
    statusEnded: (body: Body<'status.ended'>) => tell(onStatusEnded(deps), 'status.ended', body),
    imported: (more: Partial<Body<'source.imported'>> = {}) =>
      tell(onSourceImported(deps), 'source.imported', {
        build,
        package: 'hello',
        epoch: null,
        version: '1.0',
        release: '1',
        repository: 'alice/p1/hello',
        commits: { f42: 'b'.repeat(40), epel9: 'c'.repeat(40) },
        limits: {},
        pin: null,
        round: 0,
        ...more,
      }),
    resolved: (pin: Body<'source.resolved'>['pin'] = { commit: 'a'.repeat(40), version: null }, round = 0) =>
      tell(onSourceResolved(deps), 'source.resolved', { build, pin, round }),
    importFailed: (reason: string, more: Partial<Body<'source.failed'>> = {}) =>
      tell(onSourceFailed(deps), 'source.failed', {
        ...sourceFailed.example,
        build,
        code: 'not-an-srpm',
        stage: 'unpack',
        reason,
        retriable: false,
        round: 0,
        ...more,
      }),
    /** The end of the source task. */
    made: (attempt = 1, more: Partial<Body<'task.finished'>> = {}) => {
      const of = { ...taskFinished.example, task: String(build), kind: 'source' as const, build, attempt };
      return tell(onTaskFinished(deps), 'task.finished', { ...of, host: `host${attempt}`, stage: null, ...more });
    },
    assigned: (chroot: string, attempt = 1, id?: UUID) =>
      tell(onTaskAssigned(deps), 'task.assigned', { ...taskAssigned.example, tags: [], ...at(chroot, attempt) }, id),
    started: (chroot: string, attempt = 1, id?: UUID) =>
      tell(onTaskStarted(deps), 'task.started', { ...taskStarted.example, ...at(chroot, attempt) }, id),
    finished: (chroot: string, attempt = 1, more: Partial<Body<'task.finished'>> = {}, id?: UUID) =>
      tell(
        onTaskFinished(deps),
        'task.finished',
        { ...taskFinished.example, stage: null, ...at(chroot, attempt), ...more },
        id,
      ),
    requeued: (chroot: string, attempt = 1) =>
      tell(onTaskRequeued(deps), 'task.requeued', { ...taskRequeued.example, ...task(chroot), attempt }),
    givenUp: (chroot: string, attempt = 3) =>
      tell(onTaskGivenUp(deps), 'task.given-up', {
        ...taskGivenUp.example,
        ...task(chroot),
        attempt,
        reason: 'lost three times',
      }),
    rebuild: () => tell(onLineRebuildRequested(deps), 'line.rebuild-requested', { request: randomUUID() }),
    /** Answers the publisher's order for the chroot. */
    published: async (chroot: string, failure?: string, more: readonly Nevra[] = []) => {
      const orders = await bodies('publish.requested');
      const order = orders.find((one) => one.task === `${build}-${chroot}`);
      if (!order) throw new Error(`nobody asked for ${build}-${chroot} to be published`);
      const { request, project, attempt } = order;
      const about = { request, project, build, task: order.task, attempt };
      if (failure !== undefined) return tell(onRepoFailed(deps), 'repo.failed', { ...about, reason: failure });
      const packages = [{ name: 'hello', epoch: null, version: '1.0', release: '1', arch: 'x86_64' }, ...more];
      const path = `alice/p1/${chroot}`;
      return tell(onRepoPublished(deps), 'repo.published', { ...about, chroot, packages, path, revision: 1 });
    },
  };
}
