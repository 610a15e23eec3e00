import { expect } from 'chai';
import { turnstile, type Places, type Turnstile, type Visitor } from '@kopr/shared/turnstile';

/** A visitor who can leave. */
function visitor(key = 'a'): Visitor & { leave(): void } {
  const tells: (() => void)[] = [];
  let isGone = false;
  return {
    key,
    get isGone() {
      return isGone;
    },
    onGone: (tell) => void tells.push(tell),
    leave: () => {
      isGone = true;
      for (const tell of tells) tell();
    },
  };
}

/** Goes in and stays until told; `outcome` is what the turnstile answered. */
function stays(gate: Turnstile, who: Visitor) {
  let end = (): void => undefined;
  let isIn = false;
  const outcome = gate(who, () => {
    isIn = true;
    return new Promise<string>((resolve) => (end = () => resolve('done')));
  });
  return { outcome, end: () => end(), isIn: () => isIn };
}

const open = (more: Partial<Places> = {}): Turnstile => turnstile({ inside: 2, waiting: 3, each: 2, ...more });
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a turnstile', () => {
  it('lets so many in, and the next when one leaves, in their order', async () => {
    const gate = open();
    const all = [1, 2, 3, 4].map(() => stays(gate, visitor()));
    await settled();
    expect(all.map(({ isIn }) => isIn())).to.deep.equal([true, true, false, false]);
    all[1]!.end();
    await settled();
    expect(all.map(({ isIn }) => isIn())).to.deep.equal([true, true, true, false]);
    expect(await all[1]!.outcome).to.equal('done');
  });

  it('turns away who would be one too many of those that wait', async () => {
    const gate = open();
    const all = [1, 2, 3, 4, 5, 6].map(() => stays(gate, visitor()));
    expect(await all[5]!.outcome).to.equal(undefined);
  });

  it('forgets who left while waiting, and who had left before', async () => {
    const gate = open({ inside: 1 });
    const [first, impatient, patient] = [visitor(), visitor(), visitor()];
    const inside = stays(gate, first);
    const left = stays(gate, impatient);
    const waits = stays(gate, patient);
    impatient.leave();
    expect(await left.outcome).to.equal(undefined);
    inside.end();
    await settled();
    expect([left.isIn(), waits.isIn()]).to.deep.equal([false, true]);
    waits.end();
    expect(await gate(impatient, () => Promise.resolve('in'))).to.equal(undefined);
    expect(await gate(patient, () => Promise.resolve('in'))).to.equal('in');
  });

  it('keeps places from one who wants all of them, also when others have to wait', async () => {
    const gate = open({ inside: 3, each: 2, waiting: 10 });
    const greedy = [1, 2, 3].map(() => stays(gate, visitor('greedy')));
    const other = stays(gate, visitor('other'));
    await settled();
    expect([...greedy, other].map(({ isIn }) => isIn())).to.deep.equal([true, true, false, true]);
    other.end();
    await settled();
    expect(greedy[2]!.isIn(), 'its share is two').to.equal(false);
    greedy[0]!.end();
    await settled();
    expect(greedy[2]!.isIn()).to.equal(true);
  });

  it('lets one of them wait only so often', async () => {
    const gate = open({ inside: 1, each: 1, waiting: 100 });
    const greedy = Array.from({ length: 18 }, () => stays(gate, visitor('greedy')));
    expect(await greedy[17]!.outcome, 'one inside, sixteen waiting').to.equal(undefined);
    const other = stays(gate, visitor('other'));
    other.outcome.catch(() => undefined);
    for (const one of greedy) {
      one.end();
      await settled();
    }
    expect(other.isIn()).to.equal(true);
  });

  it('gives the place back when the work fails', async () => {
    const gate = open({ inside: 1 });
    await gate(visitor(), () => Promise.reject(new Error('no'))).catch(() => undefined);
    expect(await gate(visitor(), () => Promise.resolve('in'))).to.equal('in');
  });
});
