import { expect } from 'chai';
import fc from 'fast-check';
import { fits, hostsFor } from '../src/domain/fits.js';
import { pickNext, type Room } from '../src/domain/pick-next.js';
import { byTurn, dequeue, queuesOf, type Waiting } from '../src/domain/queues.js';

const task = (name: string, more: Partial<Waiting> = {}): Waiting => ({
  task: name,
  owner: 'alice',
  priority: 0,
  queuedAt: 0,
  arch: 'x86_64',
  engine: 'mock',
  tags: [],
  lostOn: [],
  ...more,
});
const BACKGROUND = { priority: 10 };

type HostRoom = Room['hosts'][number];
const host = (name: string, free: number, more: Partial<HostRoom> = {}): HostRoom => ({
  name,
  arches: ['x86_64'],
  engines: ['mock'],
  tags: [],
  slots: Math.max(free, more.slots ?? free),
  free,
  ...more,
});
const room = (hosts: HostRoom[], running: Record<string, number> = {}): Room => ({
  hosts,
  runningByOwner: new Map(Object.entries(running)),
});
const picked = (waiting: Waiting[], at: Room) =>
  pickNext(queuesOf(waiting), at).map((pick) => `${pick.task}@${pick.host}`);

describe('picking the next tasks', () => {
  const CASES: readonly [string, Waiting[], Room, string[]][] = [
    ['picks nothing when no slot is free', [task('a')], room([host('h', 0)]), []],
    ['lets the oldest go first', [task('new', { queuedAt: 5 }), task('old')], room([host('h', 1)]), ['old@h']],
    [
      'lets a foreground build pass an older background build',
      [task('old', BACKGROUND), task('new', { queuedAt: 5 })],
      room([host('h', 1)]),
      ['new@h'],
    ],
    [
      'lets background work go in the end, however much foreground work follows',
      [task('old', BACKGROUND), task('new', { queuedAt: 7 * 3_600_000 })],
      room([host('h', 1)]),
      ['old@h'],
    ],
    ['gives a lone owner every slot', [task('a'), task('b', { queuedAt: 1 })], room([host('h', 2)]), ['a@h', 'b@h']],
    [
      'lets no owner take every slot while another waits',
      [task('a1'), task('a2', { queuedAt: 1 }), task('b', { queuedAt: 2, owner: 'bob' })],
      room([host('h', 2)]),
      ['a1@h', 'b@h'],
    ],
    [
      'passes an owner who holds a share already',
      [task('a'), task('b', { queuedAt: 9, owner: 'bob' })],
      room([host('h', 1, { slots: 4 })], { alice: 3 }),
      ['b@h'],
    ],
    [
      'does not pass an owner for one who holds as much',
      [task('a'), task('b', { queuedAt: 9, owner: 'bob' })],
      room([host('h', 1, { slots: 5 })], { alice: 2, bob: 2 }),
      ['a@h'],
    ],
    [
      'leaves no slot idle when those who hold less want something else',
      [task('a'), task('b', { owner: 'bob', arch: 's390x' })],
      room([host('h', 1, { slots: 4 }), host('z', 0, { arches: ['s390x'], slots: 1 })], { alice: 3, bob: 1 }),
      ['a@h'],
    ],
    [
      'lets foreground work exceed a share that only background work contests',
      [task('a'), task('b', { owner: 'bob', ...BACKGROUND })],
      room([host('h', 1, { slots: 4 })], { alice: 2, bob: 1 }),
      ['a@h'],
    ],
    [
      'gives background work of another owner its first slot all the same',
      [task('a'), task('b', { owner: 'bob', ...BACKGROUND })],
      room([host('h', 1, { slots: 4 })], { alice: 3 }),
      ['b@h'],
    ],
    ['wants the right architecture', [task('a', { arch: 'aarch64' })], room([host('h', 1)]), []],
    ['takes any architecture when none is asked for', [task('a', { arch: null })], room([host('h', 1)]), ['a@h']],
    ['wants the right engine', [task('a', { engine: 'rpmbuild' })], room([host('h', 1)]), []],
    [
      'wants every tag',
      [task('a', { tags: ['fast', 'big'] })],
      room([host('h', 1, { tags: ['fast'] }), host('i', 1, { tags: ['big', 'fast'] })]),
      ['a@i'],
    ],
    [
      'keeps versatile hosts free for what only they can do',
      [task('plain'), task('tagged', { queuedAt: 1, tags: ['big'] })],
      room([host('a', 1, { tags: ['big'] }), host('b', 1)]),
      ['plain@b', 'tagged@a'],
    ],
    ['spreads work over hosts', [task('a'), task('b')], room([host('h', 2), host('i', 2)]), ['a@h', 'b@i']],
    [
      'never picks the host that a task was lost on while another fits',
      [task('a', { lostOn: ['h'] })],
      room([host('h', 2), host('i', 1)]),
      ['a@i'],
    ],
    [
      'waits for another host that is busy rather than be lost twice',
      [task('a', { lostOn: ['h'] })],
      room([host('h', 2), host('i', 0, { slots: 1 })]),
      [],
    ],
    [
      'goes back to the host that it was lost on when no other fits',
      [task('a', { lostOn: ['h'] })],
      room([host('h', 1), host('i', 1, { arches: ['s390x'] })]),
      ['a@h'],
    ],
    [
      'does not let a task without a host hold up the others',
      [task('stuck', { arch: 'riscv64' }), task('a', { queuedAt: 1 })],
      room([host('h', 1)]),
      ['a@h'],
    ],
  ];
  for (const [title, waiting, at, expected] of CASES)
    it(title, () => expect(picked(waiting, at)).to.deep.equal(expected));
});

describe('picking, whatever waits and wherever', () => {
  const ARCHES = ['x86_64', 's390x'] as const;
  const aTask = fc.record({
    owner: fc.constantFrom('alice', 'bob', 'carol'),
    priority: fc.constantFrom(0, 10),
    queuedAt: fc.nat(100),
    arch: fc.constantFrom(...ARCHES, null),
    engine: fc.constantFrom('mock', 'rpmbuild'),
    tags: fc.constantFrom<string[]>([], ['big']),
    lostOn: fc.subarray(['h0', 'h1']),
  });
  const aHost = fc.record({
    arches: fc.subarray([...ARCHES], { minLength: 1 }),
    engines: fc.subarray(['mock', 'rpmbuild'], { minLength: 1 }),
    tags: fc.constantFrom<string[]>([], ['big']),
    slots: fc.nat(4),
    free: fc.nat(4),
  });
  const scene = fc.record({
    waiting: fc.array(aTask, { maxLength: 12 }).map((all) => all.map((one, at) => ({ ...one, task: `t${at}` }))),
    room: fc.record({
      hosts: fc
        .array(aHost, { maxLength: 4 })
        .map((all) => all.map((one, at) => ({ ...one, name: `h${at}`, free: Math.min(one.free, one.slots) }))),
      runningByOwner: fc
        .dictionary(fc.constantFrom('alice', 'bob', 'carol'), fc.nat(4))
        .map((held) => new Map(Object.entries(held))),
    }),
  });
  const holds = (check: (waiting: Waiting[], at: Room) => void) =>
    fc.assert(
      fc.property(scene, (one) => check(one.waiting, one.room)),
      { numRuns: 2_000 },
    );

  it('places no task twice, overfills no host, and only where it fits', () => {
    holds((waiting, at) => {
      const picks = pickNext(queuesOf(waiting), at);
      expect(new Set(picks.map((pick) => pick.task)).size).to.equal(picks.length);
      for (const one of at.hosts) {
        expect(picks.filter((pick) => pick.host === one.name).length).to.be.at.most(one.free);
      }
      for (const pick of picks) {
        const [needs, offer] = [waiting.find((w) => w.task === pick.task), at.hosts.find((h) => h.name === pick.host)];
        expect(needs && offer && fits(needs, offer)).to.equal(true);
      }
    });
  });

  it('leaves no slot idle that a waiting task may use', () => {
    holds((waiting, at) => {
      const picks = pickNext(queuesOf(waiting), at);
      const left = new Map(at.hosts.map((h) => [h.name, h.free - picks.filter((p) => p.host === h.name).length]));
      for (const one of waiting.filter((w) => !picks.some((p) => p.task === w.task))) {
        for (const { name } of hostsFor(one, at.hosts)) expect(left.get(name)).to.equal(0);
      }
    });
  });

  it('takes no turn from an owner’s older task for a younger one that asks for the same', () => {
    holds((waiting, at) => {
      const picks = new Set(pickNext(queuesOf(waiting), at).map((pick) => pick.task));
      const like = (a: Waiting, b: Waiting) =>
        JSON.stringify([a.owner, a.arch, a.engine, a.tags, a.lostOn, a.priority]) ===
        JSON.stringify([b.owner, b.arch, b.engine, b.tags, b.lostOn, b.priority]);
      for (const young of waiting.filter((w) => picks.has(w.task))) {
        for (const old of waiting.filter((w) => like(w, young) && w.queuedAt < young.queuedAt)) {
          expect(picks.has(old.task)).to.equal(true);
        }
      }
    });
  });

  it('starves no owner: with one kind of work, all of the same weight, nobody who waits is left below the share', () => {
    holds((waiting, at) => {
      const alike = waiting.map((w) => ({ ...w, priority: 0, arch: null, engine: 'mock', tags: [], lostOn: [] }));
      const hosts = at.hosts.map((h) => ({ ...h, engines: ['mock'] }));
      const picks = pickNext(queuesOf(alike), { ...at, hosts });
      const held = new Map(at.runningByOwner);
      for (const pick of picks) {
        const owner = alike.find((w) => w.task === pick.task)?.owner ?? '';
        held.set(owner, (held.get(owner) ?? 0) + 1);
      }
      const slots = hosts.reduce((sum, h) => sum + h.slots, 0);
      const owners = new Set([...at.runningByOwner.keys(), ...alike.map((w) => w.owner)]).size;
      const share = Math.ceil(slots / Math.max(1, owners));
      const gained = (owner: string) => (held.get(owner) ?? 0) - (at.runningByOwner.get(owner) ?? 0);
      for (const left of alike.filter((w) => !picks.some((p) => p.task === w.task))) {
        // Whoever got a slot above the share did not hold more than the one who still waits.
        for (const owner of held.keys()) {
          if (gained(owner) === 0 || (held.get(owner) ?? 0) <= Math.max(1, share)) continue;
          expect((held.get(owner) ?? 0) - 1).to.be.at.most(held.get(left.owner) ?? 0);
        }
      }
    });
  });
});

describe('the queues', () => {
  it('stay in turn, and empty, whatever comes and goes', () => {
    const few = fc.record({
      owner: fc.constantFrom('alice', 'bob'),
      queuedAt: fc.nat(5),
      priority: fc.constantFrom(0, 10),
    });
    fc.assert(
      fc.property(fc.array(few, { maxLength: 20 }), fc.nat(), (all, seed) => {
        const tasks = all.map((one, at) => task(`t${at}`, one));
        const queues = queuesOf(tasks);
        for (const { tasks: inLine } of queues.values()) expect(inLine).to.deep.equal(inLine.toSorted(byTurn));
        const leaving = tasks.map((one, at) => ({ one, at: (at * 7919 + seed) % 101 })).sort((a, b) => a.at - b.at);
        for (const { one } of leaving) dequeue(queues, one);
        expect(queues.size).to.equal(0);
      }),
    );
  });
});
