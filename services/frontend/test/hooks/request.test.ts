import { expect } from 'chai';
import type { PullRequest } from '../../src/domain/hooks/event.js';
import { outdated, whyStands, type RequestBuild } from '../../src/domain/hooks/request.js';

const NOW = 'aaaaaaa1111';
const BEFORE = 'bbbbbbb2222';

const request = (act: PullRequest['act'], commit: string | null = NOW): PullRequest => ({
  ...{ kind: 'pull-request', urls: [], sender: null, act, number: 12, into: 'main' },
  from: commit === null ? null : { url: 'https://example.org/fork', commit, isFork: true },
});
const build = (id: number, commit: string | null, more: Partial<RequestBuild> = {}): RequestBuild => ({
  ...{ id, commit, delivery: id, isOpen: true, isRepeated: false },
  ...more,
});

describe('a pull request that is told of once more', () => {
  const open = [build(1, BEFORE), build(2, NOW), build(3, null)];
  const ended = (act: PullRequest['act'], until: number | null = null, commit: string | null = NOW) =>
    outdated(request(act, commit), open, until).map(({ id }) => id);

  it('ends what was built of other commits, and all once it is closed, or comes from nowhere', () => {
    expect(ended('changed')).to.deep.equal([1, 3]);
    expect(ended('asked')).to.deep.equal([1, 3]);
    expect(ended('closed')).to.deep.equal([1, 2, 3]);
    expect(ended('changed', null, null)).to.deep.equal([1, 2, 3]);
  });

  it('ends nothing of later deliveries', () => {
    expect(ended('closed', 2)).to.deep.equal([1, 2]);
    expect(ended('changed', 2)).to.deep.equal([1]);
  });

  const over = { isOpen: false };
  const EDITED = 'pull request 12 was edited, without new commits';
  const lines: [string, PullRequest['act'], RequestBuild[], boolean, string | undefined][] = [
    ['new commits', 'changed', [build(1, BEFORE)], false, undefined],
    ['the first word of it', 'changed', [], false, undefined],
    ['an edit', 'changed', [build(1, NOW)], false, EDITED],
    ['an edit after its builds', 'changed', [build(1, NOW, over)], false, EDITED],
    ['an edit, of whose commit less is told', 'changed', [build(1, 'aaaaaaa')], false, EDITED],
    ['a way back', 'changed', [build(2, BEFORE), build(1, NOW, over)], false, undefined],
    [
      'an edit after an old delivery was redelivered',
      'changed',
      [build(2, BEFORE, { isRepeated: true }), build(1, NOW, over)],
      false,
      EDITED,
    ],
    ['a person’s wish', 'changed', [build(1, NOW, over)], true, undefined],
    ['a person’s wish too early', 'changed', [build(1, NOW)], true, 'build 1 of the same commit is not over'],
    ['a comment', 'asked', [build(1, NOW, over)], false, undefined],
    ['a comment too early', 'asked', [build(1, NOW)], false, 'build 1 of the same commit is not over'],
    ['one that was opened again', 'opened', [build(1, NOW, over)], false, undefined],
  ];
  for (const [title, act, builds, isRepeated, why] of lines) {
    it(`${why === undefined ? 'is' : 'is not'} built: ${title}`, () => {
      expect(whyStands(request(act), builds, isRepeated)).to.equal(why);
    });
  }
});
