import type { ChrootState } from '@kopr/shared/domain';
import { expect } from 'chai';
import type { BuildView, ChrootView } from '../../src/pages/page-data.js';
import { sourceStages, waitsForRoom } from '../../src/pages/source-stages.js';
import { chrootStages, type StageState } from '../../src/pages/stages.js';
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
  const table: [string, BuildView, [string, StageState][]][] = [
    ['a finished SRPM was imported', BUILDS.succeeded, [['Import', 'done']]],
    ['a finished SRPM could not be fetched', BUILDS.broken, [['Import', 'failed']]],
    [
      'a source is resolved',
      BUILDS.resolving,
      [
        ['Resolve', 'now'],
        ['Make SRPM', 'next'],
        ['Import', 'next'],
      ],
    ],
    [
      'it waits for a builder',
      BUILDS.waiting,
      [
        ['Resolve', 'done'],
        ['Make SRPM', 'now'],
        ['Import', 'next'],
      ],
    ],
    [
      'its SRPM is made',
      BUILDS.making,
      [
        ['Resolve', 'done'],
        ['Make SRPM', 'now'],
        ['Import', 'next'],
      ],
    ],
    [
      'no SRPM could be made',
      BUILDS.unmade,
      [
        ['Resolve', 'done'],
        ['Make SRPM', 'failed'],
        ['Import', 'next'],
      ],
    ],
    [
      'it could not be imported',
      BUILDS.unimported,
      [
        ['Resolve', 'done'],
        ['Make SRPM', 'done'],
        ['Import', 'failed'],
      ],
    ],
    [
      'it was imported',
      BUILDS.made,
      [
        ['Resolve', 'done'],
        ['Make SRPM', 'done'],
        ['Import', 'done'],
      ],
    ],
    [
      'it could not be resolved',
      { ...BUILDS.resolving, over: true, sourceState: 'failed' },
      [
        ['Resolve', 'failed'],
        ['Make SRPM', 'next'],
        ['Import', 'next'],
      ],
    ],
    [
      'it was stopped while its SRPM was made',
      {
        ...BUILDS.making,
        over: true,
        sourceState: 'canceled',
        sourceTask: { ...BUILDS.making.sourceTask, state: 'over' },
      },
      [
        ['Resolve', 'done'],
        ['Make SRPM', 'stopped'],
        ['Import', 'next'],
      ],
    ],
    [
      'it was taken over from another project',
      { ...BUILDS.made, sourceState: 'forked', sourceTask: null },
      [
        ['Resolve', 'passed over'],
        ['Make SRPM', 'passed over'],
        ['Import', 'passed over'],
      ],
    ],
  ];
  for (const [title, build, expected] of table) {
    it(`tell that ${title}`, () => {
      const [submit, ...stages] = sourceStages(build);
      expect(submit?.name).to.equal('Submit');
      expect(stages.map(({ name, state }) => [name, state])).to.deep.equal(expected);
    });
  }

  it('last from one to the next, and what waited for a batch is not said to have been resolved all the while', () => {
    const times = sourceStages(BUILDS.made).map(({ from, to }) => [from, to]);
    const { submittedAt, sourceMovedAt, sourceTask } = BUILDS.made;
    expect(times).to.deep.equal([
      [submittedAt, submittedAt],
      [submittedAt, sourceTask.queuedAt],
      [sourceTask.startedAt, sourceTask.endedAt],
      [sourceTask.endedAt, sourceMovedAt],
    ]);
    expect(sourceStages({ ...BUILDS.made, batch: { id: 1, blocked: false } })[1]?.to).to.equal(null);
  });
});

/** Its SRPM was made and accepted. */
const IMPORTING: BuildView = { ...BUILDS.resolving, sourceState: 'importing' };

describe('a source', () => {
  const alarm = { service: 'dist-git', alarm: 'disk-full', text: 'full', since: before(60) };
  const table: [string, boolean, BuildView, boolean][] = [
    ['waits for room while it is resolved', true, BUILDS.resolving, true],
    ['waits for room while it is imported', true, IMPORTING, true],
    ['waits for nothing while its SRPM is made', true, BUILDS.making, false],
    ['waits for nothing when it is there', true, BUILDS.succeeded, false],
    ['waits for nothing when there is room', false, IMPORTING, false],
  ];
  for (const [title, isFull, build, waits] of table) {
    it(title, () => expect(waitsForRoom(build, isFull ? [alarm] : [])).to.equal(waits));
  }

  it('does not take the full disk of others for its own', () => {
    expect(waitsForRoom(IMPORTING, [{ ...alarm, service: 'frontend' }])).to.equal(false);
  });
});
