import { expect } from 'chai';
import { planBranches, type Head } from '../src/domain/plan-branches.js';

const NEW = 'new tree';
const heads = (all: Record<string, string>): Map<string, Head> =>
  new Map(
    Object.entries(all).map(([branch, at]) => [branch, { commit: at, tree: at === 'same' ? NEW : `tree of ${at}` }]),
  );

describe('the branches of an import', () => {
  it('all begin at one first commit', () => {
    expect(planBranches(['f41', 'f42'], new Map(), NEW)).to.deep.equal([
      { kind: 'commit', branch: 'f41', parent: null },
      { kind: 'point', branch: 'f42', at: 0 },
    ]);
  });

  it('go on together when they stood together', () => {
    expect(planBranches(['f41', 'f42'], heads({ f41: 'a', f42: 'a' }), NEW)).to.deep.equal([
      { kind: 'commit', branch: 'f41', parent: 'a' },
      { kind: 'point', branch: 'f42', at: 0 },
    ]);
  });

  it('keep their own history when they stood apart', () => {
    expect(planBranches(['f41', 'f42'], heads({ f41: 'a', f42: 'b' }), NEW)).to.deep.equal([
      { kind: 'commit', branch: 'f41', parent: 'a' },
      { kind: 'commit', branch: 'f42', parent: 'b' },
    ]);
  });

  it('stay where they are when they have the tree already', () => {
    expect(planBranches(['f41', 'f42'], heads({ f41: 'same', f42: 'same' }), NEW)).to.deep.equal([
      { kind: 'keep', branch: 'f41', commit: 'same' },
      { kind: 'keep', branch: 'f42', commit: 'same' },
    ]);
  });

  it('that are new join those that exist', () => {
    expect(planBranches(['f43', 'f42', 'f43'], heads({ f42: 'same' }), NEW)).to.deep.equal([
      { kind: 'keep', branch: 'f42', commit: 'same' },
      { kind: 'point', branch: 'f43', at: 'same' },
    ]);
  });
});
