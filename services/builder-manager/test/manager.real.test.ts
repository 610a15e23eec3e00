/** builder-manager on a real broker, with a pretended host: orders in, news out, and brokers that go away. */
import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import type { Body } from '@kopr/proto';
import { createBus, done, envelopeOf, type Bus } from '@kopr/shared/bus';
import { KoprError } from '@kopr/shared/errors';
import { newTrace, silentLog, traceIdOf } from '@kopr/shared/log';
import { eventually, freshBroker, type FreshBroker } from '@kopr/shared/testkit';
import { dummyBackend, scriptToken, type DummyBackend, type Script } from '../src/backends/dummy-backend.js';
import { onTaskAssigned } from '../src/consumers/on-task-assigned.js';
import { onTaskStopRequested } from '../src/consumers/on-task-stop-requested.js';
import { createFleet } from '../src/hosts/fleet.js';
import { reportHosts } from '../src/loops/report-hosts.js';
import { sweepHosts } from '../src/loops/sweep-hosts.js';
import { endEnvelope, newsOn } from '../src/run/news.js';
import { ENDLESS, GOOD, hostOn, pretendedIntake } from './kit/pretended.js';

const KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const FACTS = {
  name: 'local',
  socket: '/s',
  arches: ['x86_64'],
  slots: 2,
  engines: ['rpmbuild' as const],
  tags: [],
  draining: false,
};

function order(task: string): Body<'task.assigned'> {
  return {
    task,
    kind: 'rpm',
    build: Number.parseInt(task, 10),
    attempt: 1,
    host: 'local',
    owner: 'alice',
    projectId: 7,
    priority: 0,
    batch: null,
    arch: 'x86_64',
    engine: 'rpmbuild',
    image: 'kopr/minidistro:13',
    tags: [],
    class: { memoryMb: 2048, cpus: 1, pids: 4096, diskMb: 10_240 },
    timeLimitS: 600,
    network: false,
    results: 'alice/tools/minidistro-13-x86_64/00000001-hello',
    queuedAt: '2026-01-01T12:00:00Z',
  };
}

/** The backend plays this instead of a builder. */
function playing(backend: DummyBackend, script: Script): DummyBackend {
  return { ...backend, launch: (launch) => backend.launch({ ...launch, token: scriptToken(script) }) };
}

/** A whole manager but for its process. */
async function manage(url: string, backend: DummyBackend) {
  const log = silentLog();
  const bus = createBus({ url, service: 'builder-manager', log });
  const intake = pretendedIntake();
  const say = (...[attempt, verdict]: Parameters<Parameters<typeof onTaskAssigned>[1]['say']>): Promise<void> =>
    bus.publish(endEnvelope(attempt, verdict, { startedAt: null, endedAt: new Date() }));
  const options = { privateKeyPem: KEY, resultBytes: 1e9, say };
  const fleet = createFleet({
    bus,
    log,
    make: (facts) => hostOn(backend, { facts, intake, news: newsOn(bus), onChange: () => reports.wake() }),
    handlers: (host) => ({
      'task.assigned': onTaskAssigned(host, options),
      'task.stop-requested': onTaskStopRequested(host),
    }),
  });
  const reports = reportHosts({ bus, fleet, log });
  const sweeps = sweepHosts(fleet, log, () => reports.wake());
  await bus.start();
  await fleet.apply([FACTS]);
  await reports.start();
  await sweeps.start();
  return {
    fleet,
    async [Symbol.asyncDispose]() {
      await fleet.drain();
      for (const part of [sweeps, reports]) await part.stop();
      await fleet.letGo();
      await bus.stop();
    },
  };
}

/** The rest of the house: says orders as the scheduler, hears news as frontend and scheduler. */
async function listen(url: string) {
  const log = silentLog();
  const heard: string[] = [];
  const reports: Body<'hosts.reported'>[] = [];
  const traces = new Set<string>();
  const frontend = createBus({ url, service: 'frontend', log });
  const scheduler = createBus({ url, service: 'scheduler', log, hosts: ['local'] });
  const hear = (line: string, trace: string): Promise<typeof done> => {
    heard.push(line);
    traces.add(traceIdOf(trace) ?? '');
    return Promise.resolve(done);
  };
  frontend.consume('task.started', ({ task }, { trace }) => hear(`${task} started`, trace));
  frontend.consume('task.finished', ({ task, outcome }, { trace }) => hear(`${task} ${outcome}`, trace));
  scheduler.consume('task.lost', ({ task, reason }, { trace }) => hear(`${task} lost: ${reason}`, trace));
  scheduler.consume('hosts.reported', (report) => {
    reports.push(report);
    return Promise.resolve(done);
  });
  await Promise.all([frontend.start(), scheduler.start()]);
  const hears = (line: string): Promise<unknown> => eventually(() => heard.includes(line), { what: line });
  const stop = (bus: Bus): Promise<void> => bus.stop();
  return {
    heard,
    reports,
    traces,
    hears,
    scheduler,
    async [Symbol.asyncDispose]() {
      await Promise.all([frontend, scheduler].map(stop));
    },
  };
}

/** Runs `play` with a broker, the house around, and a manager of `backend`. */
async function withManager(
  backend: DummyBackend,
  play: (house: Awaited<ReturnType<typeof listen>>, broker: FreshBroker) => Promise<void>,
): Promise<void> {
  await using broker = await freshBroker();
  await using house = await listen(broker.url);
  await using manager = await manage(broker.url, backend);
  expect(manager.fleet.has('local')).to.equal(true);
  await play(house, broker);
}

describe('builder-manager on a broker', function () {
  this.timeout(60_000);

  const TASK = '1-minidistro-13-x86_64';

  it('starts what is assigned, and tells of it under the trace of the order', () =>
    withManager(playing(dummyBackend(), GOOD), async (house) => {
      const trace = newTrace();
      await house.scheduler.publish(envelopeOf('task.assigned', order(TASK), trace));
      await house.hears(`${TASK} succeeded`);
      await house.hears(`${TASK} started`);
      expect([...house.traces]).to.deep.equal([traceIdOf(trace)]);
      expect(house.reports.map(({ running }) => running.length)).to.include.members([0, 1]);
    }));

  it('stops what is to be stopped, running or yet to come', () =>
    withManager(playing(dummyBackend(), ENDLESS), async (house) => {
      const later = '2-minidistro-13-x86_64';
      const stop = (task: string): Promise<void> => {
        const body = { task, attempt: 1, host: 'local', reason: 'canceled' };
        return house.scheduler.publish(envelopeOf('task.stop-requested', body));
      };
      await house.scheduler.publish(envelopeOf('task.assigned', order(TASK)));
      await house.hears(`${TASK} started`);
      await Promise.all([stop(TASK), stop(later)]);
      await house.hears(`${TASK} stopped`);
      await house.scheduler.publish(envelopeOf('task.assigned', order(later)));
      await house.hears(`${later} stopped`);
    }));

  it('gives an order back when its host cannot start it', () => {
    const refuse = (): Promise<never> => Promise.reject(new KoprError('host-refused', 'no image here'));
    return withManager({ ...dummyBackend(), launch: refuse }, async (house) => {
      await house.scheduler.publish(envelopeOf('task.assigned', order(TASK)));
      await house.hears(`${TASK} lost: no image here`);
    });
  });

  it('keeps its builds while the broker is cut off, and says the news afterwards', () =>
    withManager(playing(dummyBackend(), [{ pauseMs: 300 }, ...GOOD]), async (house, broker) => {
      await house.scheduler.publish(envelopeOf('task.assigned', order(TASK)));
      await house.hears(`${TASK} started`);
      // The broker's own list of connections lags behind by seconds.
      await eventually(async () => (await broker.cut()) > 0, { what: 'connections to cut', withinMs: 20_000 });
      await eventually(() => house.heard.includes(`${TASK} succeeded`), { what: 'the end', withinMs: 30_000 });
    }));

  it('goes on after its own restart', async () => {
    await using broker = await freshBroker();
    await using house = await listen(broker.url);
    const backend = playing(dummyBackend(), [{ pauseMs: 500 }, ...GOOD]);
    const first = await manage(broker.url, backend);
    await house.scheduler.publish(envelopeOf('task.assigned', order(TASK)));
    await house.hears(`${TASK} started`);
    await first[Symbol.asyncDispose]();
    await using second = await manage(broker.url, backend);
    await house.hears(`${TASK} succeeded`);
    expect(second.fleet.has('local')).to.equal(true);
  });
});
