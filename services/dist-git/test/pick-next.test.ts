import { expect } from 'chai';
import { type Candidate, pickNext, type Turn } from '../src/domain/pick-next.js';

const waits = (id: number, owner: string, background = false): Candidate => ({ id: String(id), owner, background });
const turn = (about: Partial<Turn> = {}): Turn => ({
  runningByOwner: new Map(),
  lastServed: [],
  perOwner: 3,
  ...about,
});

describe('the next import', () => {
  it('is the oldest when nobody was served yet', () => {
    expect(pickNext([waits(10, 'bob'), waits(9, 'alice')], turn())?.owner).to.equal('alice');
  });

  it('is of the owner who was served longest ago', () => {
    const lastServed = ['bob', 'alice'];
    expect(pickNext([waits(1, 'alice'), waits(7, 'bob')], turn({ lastServed }))?.owner).to.equal('bob');
    expect(pickNext([waits(1, 'alice'), waits(9, 'carol')], turn({ lastServed }))?.owner).to.equal('carol');
  });

  it('is of the owner with the fewest that run', () => {
    const runningByOwner = new Map([['alice', 1]]);
    expect(pickNext([waits(1, 'alice'), waits(9, 'bob')], turn({ runningByOwner }))?.owner).to.equal('bob');
  });

  it('is in the foreground if there is one', () => {
    expect(pickNext([waits(1, 'alice', true), waits(9, 'alice')], turn())?.id).to.equal('9');
  });

  it('is nobody’s when every owner has as many as allowed', () => {
    const runningByOwner = new Map([['alice', 3]]);
    expect(pickNext([waits(1, 'alice')], turn({ runningByOwner }))).to.equal(undefined);
  });
});
