import { expect } from 'chai';
import { stateOf, reasonOf, type Build } from '../src/domain/build.js';
import { nextLook, openTasks, remind } from '../src/domain/remind.js';
import type { Saying } from '../src/domain/orders.js';
import type { News } from '../src/domain/decide.js';
import { assigned, build, finished, HOUSE, NOON, planned, play, requeued, resolvedBuild, started } from './cast.js';

const HOUR = 3_600_000;
const ORDER: Saying = { type: 'user.changed', body: { user: 'x', email: null, wantsMail: false, active: true } };

function after(of: Build, ms: number, scale = 1) {
  const decision = remind(of, () => ORDER, { ...HOUSE, now: new Date(NOON.getTime() + ms) }, scale);
  return { build: decision.build, said: decision.said.map(({ type }) => type) };
}

describe('a build that does not move', () => {
  it('has its import asked for again, and fails at the deadline', () => {
    expect(after(build(), 60_000).said).to.be.empty;
    expect(after(build(), 120_000).said).to.deep.equal(['user.changed']);
    const end = after(build(), 6 * HOUR);
    expect(stateOf(end.build)).to.equal('failed');
    expect(reasonOf(end.build)).to.include('not imported within 6 hours');
    expect(end.said).to.deep.equal(['build.ended']);
  });

  it('may have its import retried when dist-git was not heard of, but not when no builder was', () => {
    const limits = { stage: 'timeout', state: 'failed' };
    expect(after(build(), 6 * HOUR).build.source).to.deep.include({ ...limits, retriable: true });
    expect(after(resolvedBuild(), 7 * 24 * HOUR).build.source).to.deep.include({ ...limits, retriable: false });
  });

  it('is left alone while its source task waits for another batch', () => {
    const blocked = resolvedBuild({ batch: { id: 5, blocked: true } });
    expect(after(blocked, 8 * 24 * HOUR)).to.deep.equal({ build: blocked, said: [] });
  });

  const task = (news: readonly News[]): Build => play(resolvedBuild(), news).build;
  const cases = [
    { state: 'in line with its source', of: task([]), again: 'task.queued', fail: 7 * 24 * HOUR },
    { state: 'starting its source', of: task([assigned(1, '42')]), again: 'task.queued', fail: 2 * HOUR },
    { state: 'making its source', of: task([started(1, '42')]), again: 'task.queued', fail: 2 * HOUR },
    { state: 'importing', of: task([finished(1, {}, '42')]), again: 'import.requested', fail: 6 * HOUR },
    { state: 'pending', of: planned(), again: 'task.queued', fail: 7 * 24 * HOUR },
    { state: 'running', of: play(planned(), [started(1)]).build, again: 'task.queued', fail: 6 * HOUR },
    { state: 'publishing', of: play(planned(), [finished(1)]).build, again: 'publish.requested', fail: 6 * HOUR },
  ];
  for (const { state, of, again, fail } of cases) {
    it(`has its order said again while ${state}, and fails at the deadline`, () => {
      expect(after(of, HOUR).said).to.deep.equal([again]);
      const end = after(of, fail);
      expect(stateOf(end.build)).to.equal('failed');
      expect(end.said.at(-1)).to.equal('build.ended');
    });
  }

  it('is looked at sooner when the deadlines are scaled down', () => {
    const look = nextLook(build(), NOON, 0.01);
    expect(look?.getTime()).to.equal(NOON.getTime() + 1200);
    expect(after(build(), 1200, 0.01).said).to.deep.equal(['user.changed']);
  });

  it('is not looked at once it is over', () => {
    expect(nextLook(after(build(), 6 * HOUR).build, NOON, 1)).to.equal(null);
  });
});

describe('the line, said again', () => {
  it('holds every task that a builder may be wanted for, with its last attempt', () => {
    const [saying] = openTasks(play(planned(), [started(2)]).build);
    expect(saying?.body).to.deep.include({ task: '42-minidistro-13-x86_64', attempt: 2 });
  });

  it('asks for more than an attempt that was lost, which must not be taken up again', () => {
    const [saying] = openTasks(play(planned(), [started(2), requeued(2)]).build);
    expect(saying?.body).to.deep.include({ task: '42-minidistro-13-x86_64', attempt: 3 });
  });

  it('holds source tasks, unless they wait for another batch', () => {
    const [saying] = openTasks(play(resolvedBuild(), [started(2, '42')]).build);
    expect(saying?.body).to.deep.include({ task: '42', kind: 'source', attempt: 2 });
    expect(openTasks(resolvedBuild({ batch: { id: 5, blocked: true } }))).to.be.empty;
  });

  it('does not hold accepted ones', () => {
    expect(openTasks(play(resolvedBuild(), [finished(1, {}, '42')]).build)).to.be.empty;
    expect(openTasks(play(planned(), [finished(1)]).build)).to.be.empty;
  });
});
