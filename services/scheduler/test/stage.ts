/** Real servers with a scheduler between them, and the rest of the house played by the test: a frontend and one host’s manager. */
import type { Body, BodyInput, Envelope, MessageType } from '@kopr/proto';
import { createBus, done, envelopeOf, type Bus } from '@kopr/shared/bus';
import { silentLog, type Log } from '@kopr/shared/log';
import { startService, type RunningService } from '@kopr/shared/service';
import { eventually, freshBroker, freshRedis, type FreshBroker, type FreshRedis } from '@kopr/shared/testkit';
import { schedulerParts } from '../src/parts.js';
import { placement, report } from './cast.js';

/** The messages heard, in their order. */
interface Heard {
  readonly type: MessageType;
  readonly body: Body<MessageType>;
  readonly at: number;
}

/** The whole stage. `heard` holds what frontend and host were told. */
export interface Stage extends AsyncDisposable {
  readonly broker: FreshBroker;
  readonly redis: FreshRedis;
  readonly heard: Heard[];
  /** Starts one more replica. */
  replica(): Promise<RunningService>;
  say<T extends MessageType>(type: T, body: BodyInput<T>): Promise<Envelope>;
  again(envelope: Envelope): Promise<void>;
  queue(more?: Parameters<typeof placement>[0]): Promise<Envelope>;
  report(more?: Parameters<typeof report>[1]): Promise<Envelope>;
  /** Waits for a message of this type that was not waited for yet. */
  next<T extends MessageType>(type: T, withinMs?: number): Promise<Body<T> & { heardAt: number }>;
  count(type: MessageType): number;
}

/** Opens the stage without any scheduler. */
export async function stage(log: Log = silentLog()): Promise<Stage> {
  const [broker, redis] = await Promise.all([freshBroker(), freshRedis()]);
  const frontend = createBus({ url: broker.url, service: 'frontend', log });
  const manager = createBus({ url: broker.url, service: 'builder-manager', log, hosts: ['alpha'] });
  const heard: Heard[] = [];
  const taken = new Set<Heard>();
  listen(frontend, manager, heard);
  await Promise.all([frontend.start(), manager.start()]);
  await eventually(() => frontend.connected() && manager.connected(), { what: 'both buses are up' });
  const replicas: RunningService[] = [];

  const say: Stage['say'] = async (type, body) => {
    const envelope = envelopeOf(type, body);
    await frontend.publish(envelope);
    return envelope;
  };
  return {
    broker,
    redis,
    heard,
    say,
    replica: async () => {
      const running = await startReplica(broker, redis, log);
      replicas.push(running);
      return running;
    },
    again: (envelope) => frontend.publish(envelope),
    queue: (more) => say('task.queued', placement({ queuedAt: new Date().toISOString(), ...more })),
    report: (more) => say('hosts.reported', report(Date.now(), more)),
    next: async <T extends MessageType>(type: T, withinMs = 15_000) => {
      const find = () => heard.find((one) => one.type === type && !taken.has(one));
      const found = await eventually(find, { what: `${type} is said`, withinMs });
      taken.add(found);
      return { ...(found.body as Body<T>), heardAt: found.at };
    },
    count: (type) => heard.filter((one) => one.type === type).length,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(replicas.map((replica) => replica.stop()));
      await Promise.all([frontend.stop(), manager.stop()]);
      await Promise.all([broker[Symbol.asyncDispose](), redis[Symbol.asyncDispose]()]);
    },
  };
}

function listen(frontend: Bus, manager: Bus, heard: Heard[]): void {
  const note = (body: Body<MessageType>, { type }: { type: MessageType }) => {
    heard.push({ type, body, at: performance.now() });
    return Promise.resolve(done);
  };
  for (const type of ['task.requeued', 'task.given-up', 'line.rebuild-requested'] as const)
    frontend.consume(type, note);
  manager.consumeHost('alpha', { 'task.assigned': note, 'task.stop-requested': note });
}

async function startReplica(broker: FreshBroker, redis: FreshRedis, log: Log): Promise<RunningService> {
  const bus = createBus({ url: broker.url, service: 'scheduler', log });
  const parts = schedulerParts({ redisUrl: redis.url, prefix: redis.prefix, bus, log, now: Date.now });
  const running = await startService({ name: 'scheduler', log, port: 0, parts });
  await eventually(() => bus.connected(), { what: 'the scheduler’s bus is up' });
  return running;
}
