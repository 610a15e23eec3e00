import { expect } from 'chai';
import fc from 'fast-check';
import { areHeadsOrTags, commitAmong, readCommittish } from '../src/domain/committish.js';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);

describe('a committish', () => {
  it('is a commit only when it is a whole one', () => {
    expect(readCommittish(A.toUpperCase())).to.deep.equal({ is: 'commit', commit: A });
    expect(readCommittish('c'.repeat(64))).to.deep.equal({ is: 'commit', commit: 'c'.repeat(64) });
    expect(readCommittish('a'.repeat(41))).to.include({ is: 'refs', mayBeCommit: true });
    expect(readCommittish('deadbeef')).to.include({ is: 'refs', mayBeCommit: true });
    expect(readCommittish('main')).to.include({ is: 'refs', mayBeCommit: false });
  });

  it('is looked for among the branches first, then among the tags', () => {
    const refs = readCommittish('v1');
    expect(refs).to.deep.include({ names: ['refs/heads/v1', 'refs/tags/v1^{}', 'refs/tags/v1'] });
    const names = refs.is === 'refs' ? refs.names : [];
    expect(commitAmong([`${A}\trefs/tags/v1`, `${B}\trefs/heads/v1`], names)).to.equal(B);
    expect(commitAmong([`${A}\trefs/tags/v1`, `${B}\trefs/tags/v1^{}`], names)).to.equal(B);
    expect(commitAmong([`${A}\trefs/tags/v1`], names)).to.equal(A);
    expect(commitAmong([`${A}\trefs/remotes/x/refs/heads/v1`], names)).to.equal(undefined);
    expect(commitAmong(['evil\trefs/heads/v1'], names)).to.equal(undefined);
  });

  it('needs the whole list of refs only for HEAD and for refs of other kinds', () => {
    const needsAll = (text: string) => {
      const read = readCommittish(text);
      return read.is === 'refs' && !areHeadsOrTags(read.names);
    };
    expect(['', 'HEAD', 'refs/pull/1/head'].map(needsAll)).to.deep.equal([true, true, true]);
    expect(['main', 'origin/main', 'tags/v1', 'refs/heads/x'].map(needsAll)).to.deep.equal([
      false,
      false,
      false,
      false,
    ]);
  });

  it('never becomes an option or a pattern, whatever somebody wrote', () => {
    const nasty = fc.string({ unit: fc.constantFrom(...'-*?[]\\^~:@{} \n./abf019é'.split('')), maxLength: 60 });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string()), (text) => {
        const read = readCommittish(text);
        if (read.is !== 'refs') return;
        for (const name of read.names) expect(name).to.match(/^(HEAD|refs\/[^*?[\\\s~:]+)$/);
      }),
      { numRuns: 2000 },
    );
  });
});
