import { expect } from 'chai';
import { ago, lasting } from '../../src/look/words.js';

const NOW = new Date('2026-01-01T12:00:00Z');
const before = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);

describe('words for times', () => {
  for (const [seconds, words] of [
    [-30, 'just now'],
    [3, 'just now'],
    [59, '59 seconds ago'],
    [60, '1 minute ago'],
    [7_300, '2 hours ago'],
    [86_400 * 3, '3 days ago'],
    [86_400 * 61, '2 months ago'],
    [86_400 * 800, '2 years ago'],
  ] as const) {
    it(`say ${words} of ${seconds} seconds`, () => {
      expect(ago(before(seconds), NOW)).to.equal(words);
    });
  }

  it('say how long something took', () => {
    expect([5, 200, 7_500].map((seconds) => lasting(before(seconds), NOW))).to.deep.equal([
      '5 s',
      '3 min 20 s',
      '2 h 5 min',
    ]);
  });
});
