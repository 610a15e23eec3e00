/** Stands in for the other rooms on a real bus: what dist-git, the scheduler, a builder host and the publisher would say. */
import { type BodyInput, type MessageType, type Nevra, taskFinished, taskStarted } from '@kopr/proto';
import { createBus, done, envelopeOf } from '@kopr/shared/bus';
import { silentLog } from '@kopr/shared/log';
import { eventually } from '@kopr/shared/testkit';
import type { Frontend } from './frontend.js';

export type Player = Awaited<ReturnType<typeof openPlayer>>;

/** What a source task is said to run in. */
export const SOURCE = 'srpm-builds';

/** What dist-git found in a source. */
export interface Imported {
  readonly package: string;
  readonly version: string;
  readonly commits: Record<string, string>;
  readonly limits: BodyInput<'source.imported'>['limits'];
}

/** Connects it. What it says has been handled by the frontend when the promise is kept. */
export async function openPlayer(frontend: Frontend) {
  const dealer = createBus({ url: frontend.amqpUrl, service: 'dist-git', log: silentLog() });
  const publisher = createBus({ url: frontend.amqpUrl, service: 'repo-publisher', log: silentLog() });
  const orders = new Map<string, BodyInput<'publish.requested'>>();
  publisher.consume('publish.requested', (order) => {
    orders.set(order.task, order);
    return Promise.resolve(done);
  });
  publisher.consume('repo.requested', () => Promise.resolve(done));
  const sources = new Map<number, BodyInput<'source.requested'>>();
  dealer.consume('source.requested', (order) => {
    sources.set(order.build, order);
    return Promise.resolve(done);
  });
  dealer.consume('import.requested', () => Promise.resolve(done));
  await dealer.start();
  await publisher.start();
  const attempts = new Map<string, number>();
  const begun = new Map<string, string>();
  const attemptOf = (task: string) => attempts.get(task) ?? 1;

  async function say<T extends MessageType>(type: T, body: BodyInput<T>): Promise<void> {
    const envelope = envelopeOf(type, body);
    await dealer.publish(envelope, type === 'task.assigned' ? { host: 'player' } : undefined);
    await frontend.heard(envelope.id);
  }
  const about = (build: number, chroot: string) => {
    const isSource = chroot === SOURCE;
    const task = isSource ? String(build) : `${build}-${chroot}`;
    return {
      task,
      kind: isSource ? ('source' as const) : ('rpm' as const),
      build,
      attempt: attemptOf(task),
      host: 'player',
    };
  };
  const resolved = new Set<number>();

  async function finished(build: number, chroot: string, outcome: 'succeeded' | 'failed', endedOn: number) {
    const reason = outcome === 'failed' ? 'it failed' : null;
    const endedAt = new Date(endedOn * 1000).toISOString();
    const task = about(build, chroot);
    const startedAt = begun.get(task.task) ?? null;
    await say('task.finished', { ...taskFinished.example, ...task, outcome, reason, startedAt, endedAt });
  }

  return {
    /** Whether a task makes the SRPM; then its source is resolved. A finished SRPM has none. */
    async resolved(build: number): Promise<boolean> {
      const order = await eventually(() => sources.get(build), {
        what: `the order to import ${build}`,
        withinMs: 5000,
      });
      const hasTask = order.source.srpm === null;
      if (hasTask && !resolved.has(build))
        await say('source.resolved', { build, pin: { commit: null, version: null } });
      resolved.add(build);
      return hasTask;
    },
    /** A source task's SRPM lies in dist-git's intake. */
    made: (build: number, endedOn: number) => finished(build, SOURCE, 'succeeded', endedOn),
    async imported(build: number, found: Imported): Promise<void> {
      const [evr, release = '1'] = splitAt(found.version, '-');
      const [epoch, version] = evr.includes(':') ? (splitAt(evr, ':') as [string, string]) : [null, evr];
      await say('source.imported', {
        build,
        package: found.package,
        epoch: epoch === null ? null : Number(epoch),
        version,
        release,
        repository: `player/${found.package}`,
        commits: found.commits,
        limits: found.limits,
      });
    },
    failed: (build: number) => say('source.failed', { build, code: 'internal', reason: 'it could not be imported' }),
    assigned: (build: number, chroot: string) =>
      say('task.assigned', { ...placement(build, chroot), ...about(build, chroot) }),
    async started(build: number, chroot: string, startedOn: number): Promise<void> {
      const startedAt = new Date(startedOn * 1000).toISOString();
      const task = about(build, chroot);
      begun.set(task.task, startedAt);
      await say('task.started', { ...taskStarted.example, ...task, startedAt });
    },
    async requeued(build: number, chroot: string): Promise<void> {
      const { host, ...task } = about(build, chroot);
      await say('task.requeued', { ...task, losses: 1, reason: `${host} was lost` });
      attempts.set(task.task, task.attempt + 1);
    },
    broke: (build: number, chroot: string, endedOn: number) => finished(build, chroot, 'failed', endedOn),
    /** The whole way from the builder's end to the signed repository. */
    async succeeded(build: number, chroot: string, endedOn: number, packages: Nevra[]): Promise<void> {
      await finished(build, chroot, 'succeeded', endedOn);
      const { task } = about(build, chroot);
      const order = await eventually(() => orders.get(task), { what: `the order to publish ${task}`, withinMs: 2000 });
      const { request, project, attempt } = order;
      await say('repo.published', { request, project, build, task, attempt, chroot, packages, path: 'x', revision: 1 });
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([dealer.stop(), publisher.stop()]);
    },
  };
}

/** What the scheduler says of the placement is not looked at: only the attempt counts. */
function placement(
  build: number,
  chroot: string,
): Omit<BodyInput<'task.assigned'>, 'host' | 'task' | 'kind' | 'attempt'> {
  return {
    build,
    owner: 'player',
    projectId: 1,
    priority: 0,
    batch: null,
    arch: null,
    engine: 'mock',
    image: 'player',
    class: { memoryMb: 1, cpus: 1, pids: 1, diskMb: 1 },
    timeLimitS: 1,
    network: false,
    results: `player/${chroot}`,
    queuedAt: new Date(0).toISOString(),
  };
}

function splitAt(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
