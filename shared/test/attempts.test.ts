import { expect } from 'chai';
import fc from 'fast-check';
import { backoff, mergeAttempt, type Phase, type Progress } from '@kopr/shared/domain';

const PHASES: readonly Phase[] = ['queued', 'assigned', 'started', 'finished', 'lost'];

describe('merging news of attempts', () => {
  const CASES: readonly [string, [number, Phase], [number, Phase], string][] = [
    ['adopts a higher attempt, whatever its phase', [1, 'finished'], [2, 'assigned'], 'adopt'],
    ['refuses a lower attempt', [2, 'assigned'], [1, 'finished'], 'stale'],
    ['lets the phase rise', [1, 'assigned'], [1, 'started'], 'advance'],
    ['takes a finish before its start', [1, 'assigned'], [1, 'finished'], 'advance'],
    ['refuses a start after its finish', [1, 'finished'], [1, 'started'], 'stale'],
    ['refuses what it knows', [1, 'started'], [1, 'started'], 'stale'],
    ['keeps a finish when a loss is heard later', [1, 'finished'], [1, 'lost'], 'stale'],
    ['keeps a loss when a finish is heard later', [1, 'lost'], [1, 'finished'], 'stale'],
  ];
  for (const [title, [attempt, phase], [newsAttempt, newsPhase], answer] of CASES) {
    it(title, () =>
      expect(mergeAttempt({ attempt, phase }, { attempt: newsAttempt, phase: newsPhase })).to.equal(answer),
    );
  }

  it('comes to the same attempt and rank in whatever order the news arrives', () => {
    const news = fc.record({ attempt: fc.integer({ min: 1, max: 3 }), phase: fc.constantFrom(...PHASES) });
    const play = (all: readonly Progress[]): Progress =>
      all.reduce((known, one) => (mergeAttempt(known, one) === 'stale' ? known : one), {
        attempt: 0,
        phase: 'queued',
      });
    const end = ({ attempt, phase }: Progress) => [attempt, phase === 'lost' ? 'finished' : phase];
    fc.assert(
      fc.property(fc.array(news, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (all, order) => {
        const shuffled = all.map((one) => [order.next().value as number, one] as const).sort((a, b) => a[0] - b[0]);
        expect(end(play([...shuffled.map(([, one]) => one), ...all]))).to.deep.equal(end(play(all)));
      }),
    );
  });
});

describe('backing off', () => {
  it('doubles up to the longest wait, spread over its upper half', () => {
    const wait = (count: number, random: number) => backoff(count, { baseMs: 100, maxMs: 1000, random });
    expect([1, 2, 3, 4, 5, 50].map((count) => wait(count, 1))).to.deep.equal([100, 200, 400, 800, 1000, 1000]);
    expect(wait(3, 0)).to.equal(200);
  });
});
