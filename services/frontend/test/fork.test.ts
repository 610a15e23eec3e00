import { expect } from 'chai';
import { chrootsByBuild, forkedChroot, inPieces } from '../src/domain/fork.js';
import { only, planned, ROOT } from './cast.js';

describe('a fork', () => {
  it('takes each build once, oldest first, for the chroots in which it is the last good one', () => {
    const results = [
      { build: 9, package: 'b', chroot: 'f42' },
      { build: 7, package: 'a', chroot: 'f42' },
      { build: 9, package: 'b', chroot: 'f43' },
    ];
    expect([...chrootsByBuild(results)]).to.deep.equal([
      [7, ['f42']],
      [9, ['f42', 'f43']],
    ]);
  });

  it('has results of its own, and nothing of how the original was published', () => {
    const original = { ...only(planned()), state: 'succeeded', manifest: 'a'.repeat(64), request: 'r' } as const;
    const at = { build: 77, package: 'hello', owner: 'bob', name: 'copy' };
    const part = forkedChroot(original, at);
    expect(part).to.include({ name: ROOT, state: 'forked', manifest: null, request: null });
    expect(part.task?.placement).to.include({ owner: 'bob', build: 77, results: `bob/copy/${ROOT}/00000077-hello` });
    expect(part.task?.definition).to.equal(original.task?.definition);
  });

  it('is told in pieces that fit into a message', () => {
    expect(inPieces([1, 2, 3, 4, 5], 2)).to.deep.equal([[1, 2], [3, 4], [5]]);
    expect(inPieces([], 2)).to.deep.equal([]);
  });
});
