/** The bus on a real broker: rounds, retries, hosts, reconnects. */
import type { Body } from '@kopr/proto';
import { expect } from 'chai';
import { done, type Meta, reject, retry } from '../src/bus/index.js';
import { currentTrace, traceIdOf } from '../src/log/index.js';
import { eventually, type FreshBroker, freshBroker } from '../src/testkit/index.js';
import { example, listeningLog, openBus, rawChannel } from './bus-cast.js';

describe('the bus', () => {
  let broker: FreshBroker;
  before(async () => {
    broker = await freshBroker();
  });
  after(() => broker[Symbol.asyncDispose]());

  it('brings a message to the one who works on it and to the one who hears it as news', async () => {
    const heard: string[] = [];
    const hear = (who: string) => (body: Body<'task.started'>) => {
      heard.push(`${who} ${body.task}`);
      return Promise.resolve(done);
    };
    await using frontend = await openBus(broker.url, 'frontend', (bus) =>
      bus.consume('task.started', hear('frontend')),
    );
    await using scheduler = await openBus(broker.url, 'scheduler', (bus) =>
      bus.consume('task.started', hear('scheduler')),
    );
    await frontend.publish(example('task.started'));
    await eventually(() => heard.length === 2, { what: 'both heard it' });
    expect(heard.toSorted()).to.deep.equal(['frontend 42-minidistro-13-x86_64', 'scheduler 42-minidistro-13-x86_64']);
    expect(scheduler.connected()).to.equal(true);
  });

  it('runs a handler under the trace of its message', async () => {
    const traces: (string | undefined)[] = [];
    await using bus = await openBus(broker.url, 'frontend', (b) =>
      b.consume('task.requeued', () => {
        traces.push(currentTrace());
        return Promise.resolve(done);
      }),
    );
    const said = example('task.requeued');
    await bus.publish(said);
    const trace = await eventually(() => traces[0], { what: 'it was handled' });
    expect(traceIdOf(trace)).to.equal(traceIdOf(said.trace));
    expect(trace).not.to.equal(said.trace);
  });

  it('rejects a message that no queue takes', async () => {
    await using bus = await openBus(broker.url, 'frontend');
    await using raw = await rawChannel(broker.url);
    await raw.deleteQueue('notifier.user.changed');
    const outcome = await bus.publish(example('user.changed')).then(
      () => 'published',
      (error: unknown) => (error as { code?: string }).code,
    );
    expect(outcome).to.equal('unroutable');
    // The channel works on, and a message sent at the same time is not taken for the returned one.
    const both = await Promise.allSettled([bus.publish(example('user.changed')), bus.publish(example('task.queued'))]);
    expect(both.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
  });

  it('rejects at once what is said before it is connected', async () => {
    const { createBus } = await import('../src/bus/index.js');
    const bus = createBus({ url: 'amqp://127.0.0.1:1', service: 'frontend', log: listeningLog().log });
    const error = await bus.publish(example('task.queued')).catch((e: unknown) => e);
    expect(error).to.have.property('code', 'bus-down');
  });

  it('delivers again after the tier’s time when a handler asks or throws, and counts', async () => {
    const tries: { attempt: number; at: number }[] = [];
    const { log, lines } = listeningLog();
    const register: Parameters<typeof openBus>[2] = (bus) =>
      bus.consume('task.given-up', (_body, { attempt }: Meta) => {
        tries.push({ attempt, at: performance.now() });
        if (attempt === 1) throw new Error('the database is on fire');
        return Promise.resolve(done);
      });
    await using bus = await openBus(broker.url, 'frontend', register, log);
    await bus.publish(example('task.given-up'));
    const [first, second] = await eventually(() => tries.length === 2 && tries, { what: 'it came back' });
    expect([first?.attempt, second?.attempt]).to.deep.equal([1, 2]);
    expect((second?.at ?? 0) - (first?.at ?? 0)).to.be.greaterThan(900);
    const told = lines.filter(({ level }) => level === 'warn');
    expect(told.map(({ fields }) => fields['reason'])).to.deep.equal(['the database is on fire']);
  });

  it('keeps the orders of a worker host in their order and gives them to one manager at a time', async () => {
    const got: string[] = [];
    const handlers = (who: string) => ({
      'task.assigned': () => Promise.resolve((got.push(`${who} assigned`), done)),
      'task.stop-requested': () => Promise.resolve((got.push(`${who} stop`), done)),
    });
    await using scheduler = await openBus(broker.url, 'scheduler');
    await scheduler.addHosts(['local']);
    await using first = await openBus(broker.url, 'builder-manager');
    await using second = await openBus(broker.url, 'builder-manager');
    const stopFirst = first.consumeHost('local', handlers('first'));
    await scheduler.publish(example('task.assigned'));
    await eventually(() => got.length === 1, { what: 'the first manager took it' });
    second.consumeHost('local', handlers('second'));
    for (let n = 0; n < 10; n++) {
      await scheduler.publish(example('task.assigned'));
      await scheduler.publish(example('task.stop-requested'));
    }
    await eventually(() => got.length === 21, { what: 'all orders came' });
    expect(got.slice(1)).to.deep.equal(Array.from({ length: 10 }, () => ['first assigned', 'first stop']).flat());
    await stopFirst();
    await scheduler.publish(example('task.assigned'));
    await eventually(() => got.at(-1) === 'second assigned', { what: 'the second manager took over' });
  });

  it('keeps an order for a host that no manager has taken yet', async () => {
    const got: string[] = [];
    await using scheduler = await openBus(broker.url, 'scheduler');
    await scheduler.publish(example('task.assigned', { host: 'unborn' }));
    await using manager = await openBus(broker.url, 'builder-manager');
    manager.consumeHost('unborn', {
      'task.assigned': ({ host }) => Promise.resolve((got.push(host), done)),
      'task.stop-requested': () => Promise.resolve(done),
    });
    await eventually(() => got.length === 1, { what: 'the order was waiting' });
  });

  it('brings consumers back when the connection was cut', async () => {
    const got: number[] = [];
    const changes: string[] = [];
    await using bus = await openBus(broker.url, 'scheduler', (b) =>
      b.consume('build.cancel-requested', ({ build }) => Promise.resolve((got.push(build), done))),
    );
    bus.onDown(() => changes.push('down'));
    bus.onUp(() => changes.push('up'));
    // The management API learns of a new connection a little later.
    await eventually(async () => (await broker.cut()) > 0, { what: 'there was a connection to cut', withinMs: 20_000 });
    await eventually(() => changes.at(-1) === 'up', { what: 'it is connected again' });
    expect(changes.slice(0, 2)).to.deep.equal(['down', 'up']);
    await bus.publish(example('build.cancel-requested', { build: 7 }));
    await eventually(() => got.includes(7), { what: 'the consumer is back' });
  });

  it('finishes what it holds before it stops', async () => {
    const story: string[] = [];
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    await using bus = await openBus(broker.url, 'repo-publisher', (b) =>
      b.consume('repo.requested', async () => {
        story.push('begun');
        await held;
        story.push('finished');
        return done;
      }),
    );
    await bus.publish(example('repo.requested'));
    await eventually(() => story.length === 1, { what: 'it was begun' });
    const drained = bus.drain?.().then(() => story.push('drained'));
    finish();
    await drained;
    await bus.stop();
    expect(story).to.deep.equal(['begun', 'finished', 'drained']);
    // Acked: nobody gets it again.
    await using raw = await rawChannel(broker.url);
    expect((await raw.checkQueue('repo-publisher.repo.requested')).messageCount).to.equal(0);
  });

  it('refuses to listen to what the catalogue does not give this service', async () => {
    await using bus = await openBus(broker.url, 'notifier');
    expect(() => bus.consume('task.queued', () => Promise.resolve(reject('not ours')))).to.throw(
      /no queue of task.queued/,
    );
    expect(retry('x')).to.deep.equal({ fate: 'retry', reason: 'x' });
  });
});
