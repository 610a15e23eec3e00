import type { ChrootState } from '@kopr/shared/domain';
import { expect } from 'chai';
import type { ChrootView } from '../../src/pages/page-data.js';
import { chrootStages, type StageState, sourceStages } from '../../src/pages/stages.js';
import { before, BUILDS } from './sample.js';

const BASE: ChrootView = {
  ...BUILDS.succeeded.chroots[0]!,
  publishing: false,
  attempt: 1,
  startedAt: before(20),
  acceptedAt: null,
  endedAt: null,
};

describe('the stages of a chroot', () => {
  const table: [string, ChrootState, Partial<ChrootView>, [StageState, StageState, StageState]][] = [
    ['waits for the source', 'waiting', {}, ['next', 'next', 'next']],
    ['waits for a slot', 'pending', {}, ['now', 'next', 'next']],
    ['builds', 'running', {}, ['done', 'now', 'next']],
    ['is being published', 'running', { publishing: true }, ['done', 'done', 'now']],
    ['succeeded', 'succeeded', { publishing: true }, ['done', 'done', 'done']],
    ['failed to build', 'failed', {}, ['done', 'failed', 'next']],
    ['could not be published', 'failed', { publishing: true }, ['done', 'done', 'failed']],
    ['failed before it ran', 'failed', { attempt: 0 }, ['failed', 'next', 'next']],
    ['was stopped while it built', 'canceled', {}, ['done', 'stopped', 'next']],
    ['was stopped before it ran', 'canceled', { startedAt: null }, ['stopped', 'next', 'next']],
    ['was skipped', 'skipped', {}, ['passed over', 'passed over', 'passed over']],
  ];
  for (const [title, state, more, states] of table) {
    it(`tell that it ${title}`, () => {
      const stages = chrootStages(BUILDS.succeeded, { ...BASE, state, ...more });
      expect(stages.map((stage) => stage.state)).to.deep.equal(states);
    });
  }
});

describe('the stages of a source', () => {
  it('tell where the import stands', () => {
    const importing = Object.values(BUILDS).map((build) => [build.sourceState, sourceStages(build)[1]?.state]);
    expect(importing).to.deep.include(['succeeded', 'done']).and.deep.include(['failed', 'failed']);
    expect(importing).to.deep.include(['importing', 'now']);
  });
});
