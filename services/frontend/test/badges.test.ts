import { expect } from 'chai';
import { inflateSync } from 'node:zlib';
import { badgeOf, type Badge } from '../src/domain/badge.js';
import { drawBadge } from '../src/http/draw-badge.js';

const ALL: readonly Badge[] = ['succeeded', 'failed', 'in_progress', 'unknown', 'bad_url'];

/** A picture's chunks by name. */
function chunksOf(picture: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < picture.length;) {
    const length = picture.readUInt32BE(at);
    chunks.set(picture.toString('latin1', at + 4, at + 8), picture.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return chunks;
}

describe('badges', () => {
  it('tell an end by its name, and all before it as in progress', () => {
    expect(badgeOf('succeeded')).to.equal('succeeded');
    expect(badgeOf('failed')).to.equal('failed');
    for (const state of ['waiting', 'pending', 'starting', 'running', 'importing'] as const)
      expect(badgeOf(state), state).to.equal('in_progress');
  });

  it('are unknown where nothing was built', () => {
    for (const state of ['canceled', 'skipped', 'forked', undefined] as const)
      expect(badgeOf(state)).to.equal('unknown');
  });

  it('are pictures whose rows are as long as they say', () => {
    for (const badge of ALL) {
      const chunks = chunksOf(drawBadge(badge));
      const header = chunks.get('IHDR') ?? Buffer.alloc(0);
      const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
      const points = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
      expect([height, points.length], badge).to.deep.equal([20, height * (width + 1)]);
      expect(Math.max(...points), badge).to.equal(2);
    }
  });

  it('have every letter of their words', () => {
    // No column of a word is empty for as long as a letter is.
    for (const badge of ALL) {
      const chunks = chunksOf(drawBadge(badge));
      const width = (chunks.get('IHDR') ?? Buffer.alloc(4)).readUInt32BE(0);
      const points = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
      const isInked = (x: number) => Array.from({ length: 20 }, (_, y) => points[y * (width + 1) + 1 + x]).includes(2);
      const longest = Array.from({ length: width }, (_, x) => (isInked(x) ? '#' : ' '))
        .join('')
        .trim()
        .split('#');
      expect(Math.max(...longest.map(({ length }) => length)), badge).to.be.at.most(14);
    }
  });
});
