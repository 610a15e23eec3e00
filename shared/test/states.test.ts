import { expect } from 'chai';
import {
  buildState,
  CHROOT_STATES,
  isFinalChroot,
  isFinalSource,
  isFinalState,
  nextChroot,
  nextInnerPhase,
  nextSource,
  SOURCE_STATES,
  STATE_CODES,
  type BuildStateName,
  type ChrootNews,
  type ChrootState,
  type InnerPhase,
  type SourceNews,
  type SourceState,
} from '@kopr/shared/domain';

describe('the state of a chroot', () => {
  const walk = (...news: ChrootNews[]): ChrootState => {
    let [state, phase]: [ChrootState, InnerPhase] = ['waiting', 'building'];
    for (const one of news) {
      const next = nextChroot(state, one, phase);
      if (next) [state, phase] = [next, nextInnerPhase(phase, one)];
    }
    return state;
  };

  const STORIES: readonly [string, ChrootNews[], ChrootState][] = [
    ['goes all the way', ['queued', 'assigned', 'started', 'accepted', 'published'], 'succeeded'],
    ['counts a finish heard before its start', ['queued', 'accepted', 'started', 'published'], 'succeeded'],
    ['counts a start heard before its assignment', ['queued', 'started', 'assigned', 'accepted'], 'running'],
    ['goes back in line when its attempt is lost', ['queued', 'assigned', 'started', 'lost'], 'pending'],
    ['cannot be lost once accepted', ['queued', 'assigned', 'started', 'accepted', 'lost', 'published'], 'succeeded'],
    ['cannot be canceled once accepted', ['queued', 'assigned', 'started', 'accepted', 'stopped'], 'running'],
    ['fails when publishing fails', ['queued', 'assigned', 'started', 'accepted', 'broke'], 'failed'],
    ['is not published before it was accepted', ['queued', 'assigned', 'started', 'published'], 'running'],
    ['stays canceled whatever comes later', ['queued', 'stopped', 'assigned', 'started', 'accepted'], 'canceled'],
    ['is skipped when its architecture is excluded', ['skipped', 'queued'], 'skipped'],
    ['is skipped when the builder finds it excluded', ['queued', 'assigned', 'started', 'skipped'], 'skipped'],
    ['fails when the source fails', ['broke'], 'failed'],
  ];
  for (const [title, news, end] of STORIES) it(title, () => expect(walk(...news)).to.equal(end));

  it('is final in exactly these states', () => {
    expect(CHROOT_STATES.filter(isFinalChroot)).to.have.members([
      'succeeded',
      'failed',
      'canceled',
      'skipped',
      'forked',
    ]);
  });
});

describe('the state of a source', () => {
  const walk = (...news: SourceNews[]): SourceState =>
    news.reduce<SourceState>((state, one) => nextSource(state, one) ?? state, 'pending');

  const STORIES: readonly [string, SourceNews[], SourceState][] = [
    ['goes through a task', ['assigned', 'started', 'accepted', 'imported'], 'succeeded'],
    ['needs no task for a finished SRPM', ['import-began', 'imported'], 'succeeded'],
    ['counts an import heard before its begin', ['imported', 'import-began'], 'succeeded'],
    ['can still be canceled while importing', ['import-began', 'stopped', 'imported'], 'canceled'],
    ['cannot be lost while importing', ['assigned', 'started', 'accepted', 'lost'], 'importing'],
    ['goes back in line when lost', ['assigned', 'started', 'lost'], 'pending'],
    ['fails when the import fails', ['import-began', 'broke'], 'failed'],
  ];
  for (const [title, news, end] of STORIES) it(title, () => expect(walk(...news)).to.equal(end));

  it('is final in exactly these states', () => {
    expect(SOURCE_STATES.filter(isFinalSource)).to.have.members(['succeeded', 'failed', 'canceled', 'forked']);
  });
});

describe('the state of a build', () => {
  const CASES: readonly [string, { canceled?: boolean; source: SourceState; chroots: ChrootState[] }, string][] = [
    ['is canceled when it was canceled', { canceled: true, source: 'succeeded', chroots: ['succeeded'] }, 'canceled'],
    ['is the source’s while that is imported', { source: 'importing', chroots: ['waiting'] }, 'importing'],
    ['is failed when the source failed', { source: 'failed', chroots: ['waiting', 'waiting'] }, 'failed'],
    ['is waiting when no chroot is planned', { source: 'succeeded', chroots: [] }, 'waiting'],
    [
      'is running while any chroot runs',
      { source: 'succeeded', chroots: ['failed', 'running', 'starting'] },
      'running',
    ],
    ['is starting before pending', { source: 'succeeded', chroots: ['pending', 'starting', 'failed'] }, 'starting'],
    ['is pending while any chroot waits in line', { source: 'succeeded', chroots: ['pending', 'failed'] }, 'pending'],
    ['is failed when one of two failed', { source: 'succeeded', chroots: ['succeeded', 'failed'] }, 'failed'],
    ['is succeeded when the rest was skipped', { source: 'succeeded', chroots: ['skipped', 'succeeded'] }, 'succeeded'],
    ['is skipped when all were', { source: 'succeeded', chroots: ['skipped'] }, 'skipped'],
    ['is forked when it was forked', { source: 'forked', chroots: ['forked'] }, 'forked'],
    ['is pending when all chroots wait', { source: 'succeeded', chroots: ['waiting', 'waiting'] }, 'pending'],
  ];
  for (const [title, parts, state] of CASES) {
    it(title, () => expect(buildState({ canceled: false, ...parts })).to.equal(state));
  }

  it('has one of Copr’s numbers for every name', () => {
    for (const state of [...SOURCE_STATES, ...CHROOT_STATES]) expect(STATE_CODES[state]).to.be.a('number');
    const codes = Object.values(STATE_CODES);
    expect(new Set(codes).size).to.equal(codes.length);
  });

  it('is final in Copr’s final states', () => {
    const names = [...new Set<BuildStateName>([...SOURCE_STATES, ...CHROOT_STATES])];
    expect(names.filter(isFinalState).map((name) => STATE_CODES[name])).to.have.members([0, 1, 2, 5, 8]);
  });
});
