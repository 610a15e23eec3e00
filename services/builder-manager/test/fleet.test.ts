/** The fleet follows the file of worker hosts. */
import { expect } from 'chai';
import { silentLog } from '@kopr/shared/log';
import { dummyBackend } from '../src/backends/dummy-backend.js';
import { onTaskAssigned } from '../src/consumers/on-task-assigned.js';
import { onTaskStopRequested } from '../src/consumers/on-task-stop-requested.js';
import type { WorkerHost } from '../src/domain/workers.js';
import { createFleet } from '../src/hosts/fleet.js';
import { attemptNamed } from './kit/attempts.js';
import { ENDLESS, hostOn, orderOf, pretendedIntake, recordedNews } from './kit/pretended.js';

const facts = (name: string, own: Partial<WorkerHost> = {}): WorkerHost => ({
  name,
  socket: `/${name}`,
  arches: ['x86_64'],
  slots: 2,
  engines: ['rpmbuild'],
  tags: [],
  draining: false,
  ...own,
});

function cast() {
  const taken: string[] = [];
  const bus = {
    addHosts: () => Promise.resolve(),
    consumeHost: (name: string) => {
      taken.push(name);
      return () => Promise.resolve(void taken.splice(taken.indexOf(name), 1));
    },
  };
  const fleet = createFleet({
    bus,
    log: silentLog(),
    make: (own) => hostOn(dummyBackend(), { facts: own, intake: pretendedIntake(), news: recordedNews() }),
    handlers: (host) => ({
      'task.assigned': onTaskAssigned(host, { privateKeyPem: '', resultBytes: 0, say: () => Promise.resolve() }),
      'task.stop-requested': onTaskStopRequested(host),
    }),
  });
  return { fleet, taken };
}

describe('the fleet', () => {
  it('takes in new hosts and takes their orders', async () => {
    const { fleet, taken } = cast();
    await fleet.apply([facts('one'), facts('two')]);
    expect(taken).to.deep.equal(['one', 'two']);
  });

  it('changes slots and draining without a restart', async () => {
    const { fleet } = cast();
    await fleet.apply([facts('one')]);
    await fleet.apply([facts('one', { slots: 5, draining: true })]);
    expect(fleet.all().map((host) => host.facts())).to.deep.equal([facts('one', { slots: 5, draining: true })]);
  });

  it('drains a host that was taken out, and lets it go once it is idle', async () => {
    const { fleet, taken } = cast();
    await fleet.apply([facts('one')]);
    const [host] = fleet.all();
    await host?.launch(orderOf(attemptNamed('1-minidistro-13-x86_64'), ENDLESS));
    await fleet.apply([]);
    expect(host?.facts()).to.include({ draining: true, slots: 0 });
    expect(taken).to.deep.equal(['one']);
    await host?.letGo();
    await fleet.apply([]);
    expect(taken).to.deep.equal([]);
    expect(fleet.has('one')).to.equal(false);
  });

  it('connects anew when a name moves to another engine', async () => {
    const { fleet } = cast();
    await fleet.apply([facts('one')]);
    const [before] = fleet.all();
    await fleet.apply([facts('one', { socket: '/elsewhere' })]);
    expect(fleet.all()[0]).to.not.equal(before);
  });
});
