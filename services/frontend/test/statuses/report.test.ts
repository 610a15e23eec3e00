import type { ChrootState } from '@kopr/shared/domain';
import { expect } from 'chai';
import type { Build } from '../../src/domain/build.js';
import { newChroot } from '../../src/domain/plan.js';
import { newSource } from '../../src/domain/source-part.js';
import { reportOf, statusNews } from '../../src/domain/statuses/report.js';
import { build, NOON } from '../cast.js';

const SHA = '0123456789abcdef0123456789abcdef01234567';
const source = (more: Partial<Build['source']> = {}) => ({ ...newSource(NOON), ...more });
const chroots = (...states: ChrootState[]) =>
  states.map((state, at) => ({ ...newChroot(`fedora-${42 + at}-x86_64`, NOON), state, began: state !== 'waiting' }));
const ended = (more: Partial<Build>): Build =>
  build({ source: source({ state: 'succeeded' }), endedAt: NOON, ...more });

describe('what a forge is told of a build', () => {
  it('is that it waits, until its first task runs', () => {
    expect(reportOf(build())).to.deep.equal({ state: 'pending', description: 'Waits for its turn' });
    expect(reportOf(build({ source: source({ began: true }) })).state).to.equal('running');
    expect(reportOf(build({ chroots: chroots('waiting', 'running') })).state).to.equal('running');
  });

  const ENDS: readonly [string, Build, string, string][] = [
    ['success', ended({ chroots: chroots('succeeded', 'succeeded') }), 'succeeded', '2 of 2 chroots succeeded'],
    [
      'failure, and where',
      ended({ chroots: chroots('succeeded', 'failed', 'succeeded') }),
      'failed',
      '2 of 3 chroots succeeded; failed: fedora-43-x86_64',
    ],
    ['skipped chroots', ended({ chroots: chroots('succeeded', 'skipped') }), 'succeeded', '1 of 1 chroots succeeded'],
    ['nothing to do', ended({ chroots: chroots('skipped') }), 'succeeded', 'There was nothing to build'],
    [
      'a source that failed',
      ended({ source: source({ state: 'failed', reason: 'no spec\n  there' }), chroots: chroots('failed') }),
      'failed',
      'The source failed: no spec there',
    ],
    [
      'a person’s wish',
      ended({ canceled: true, reason: 'canceled by alice', chroots: chroots('canceled') }),
      'canceled',
      'Canceled by alice',
    ],
    [
      'a newer push',
      ended({ canceled: true, reason: 'pull request 12 has changed', chroots: chroots('canceled') }),
      'canceled',
      'Canceled: pull request 12 has changed',
    ],
  ];
  for (const [what, end, state, description] of ENDS)
    it(`is its end by ${what}`, () => expect(reportOf(end)).to.deep.equal({ state, description }));

  it('fits into a line', () => {
    const names = Array.from({ length: 40 }, () => 'failed' as const);
    expect(reportOf(ended({ chroots: chroots(...names) })).description).to.have.length(255);
  });
});

describe('a change of a build', () => {
  const running = build({ source: source({ began: true }) });

  it('is news to a forge when the build stands otherwise, and only then', () => {
    expect(statusNews(build(), running, SHA)).to.deep.equal({ ...reportOf(running), commit: SHA });
    expect(statusNews(running, { ...running, chroots: chroots('running') }, SHA)).to.equal(undefined);
    expect(statusNews(running, ended({ chroots: chroots('failed') }), SHA)).to.include({ state: 'failed' });
  });

  it('is news when its commit comes to be known, as that of a tag does', () => {
    const resolved = build({ source: source({ pin: { commit: SHA, version: null } }) });
    expect(statusNews(build(), build({ reason: 'x' }), null)).to.equal(undefined);
    expect(statusNews(build(), resolved, null)).to.deep.equal({ ...reportOf(resolved), commit: SHA });
    expect(statusNews(resolved, { ...resolved, reason: 'x' }, null)).to.equal(undefined);
  });

  it('is news when a build that had ended goes on', () => {
    const failed = ended({ source: source({ state: 'failed', began: true }) });
    expect(statusNews(failed, { ...failed, endedAt: null }, SHA)).to.include({ state: 'running' });
  });
});
