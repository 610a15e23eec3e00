/** The short form of `scripts/bench.sh fuzz`: rounds of damaged SRPMs, read and unpacked in this process. */
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { makeEvil } from './fuzz/evil.js';
import { randomOf } from './fuzz/random.js';
import { playHungriest } from './fuzz/hungriest.js';
import { watchMemory } from './fuzz/memory.js';
import { runRounds } from './fuzz/run.js';
import { makeSeeds } from './fuzz/seeds.js';

describe('damaged SRPMs', function () {
  this.timeout(300_000);

  it('are refused or taken, 2,000 of them, and nothing else ever happens', async () => {
    const { faults, ends, slowest } = await runRounds({ seed: 1, first: 0, rounds: 2000, keepIn: tmpdir() });
    expect(faults).to.deep.equal([]);
    expect(slowest.ms).to.be.lessThan(10_000);
    // The damage reaches all depths: some are still good, some fail at each gate.
    expect([...ends.keys()]).to.include.members(['taken', 'not-an-srpm', 'unsafe-name', 'too-large']);
  });

  it('cost little memory, even the hungriest that is taken, with the program that decompresses it', async () => {
    const peak = watchMemory();
    await playHungriest();
    expect(peak().program).to.be.within(120, 140);
  });

  it('come again as they were, by seed and round', () => {
    const seeds = makeSeeds();
    const make = (seed: number, round: number) => makeEvil(seeds, randomOf(seed, round)).toString('base64');
    expect(make(7, 4711)).to.equal(make(7, 4711));
    expect(make(7, 4711)).to.not.equal(make(7, 4712));
    expect(make(7, 4711)).to.not.equal(make(8, 4711));
  });
});
