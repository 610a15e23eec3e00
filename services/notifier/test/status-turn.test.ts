import { expect } from 'chai';
import { type InLine, turnOf } from '../src/domain/status-turn.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 12, 0, second));
const NOW = at(30);
const one = (id: string, build: number, number: number, more: Partial<InLine> = {}): InLine => ({
  ...{ id, build, number, state: 'waiting', holder: null, nextAt: at(0) },
  ...more,
});

describe('the turn of statuses of one commit and context', () => {
  it('is the newest’s, and the older ones are never told', () =>
    expect(turnOf([one('a', 1, 1), one('c', 1, 3), one('b', 1, 2)], NOW)).to.deep.equal({
      next: 'c',
      overtaken: ['a', 'b'],
      until: undefined,
    }));

  it('is a newer build’s, whatever the older one still says', () =>
    expect(turnOf([one('a', 1, 3), one('b', 2, 1)], NOW)).to.include({ next: 'b' }));

  it('is nobody’s when the newest was told already, and the late one is never told', () =>
    expect(turnOf([one('b', 1, 2, { state: 'sent' }), one('a', 1, 1)], NOW)).to.deep.equal({
      next: undefined,
      overtaken: ['a'],
      until: undefined,
    }));

  it('is nobody’s after the newest was refused for good', () =>
    expect(turnOf([one('b', 1, 2, { state: 'dropped' }), one('a', 1, 1)], NOW)).to.include({ next: undefined }));

  it('is nobody’s while one is on its way, until its holder is believed dead', () => {
    const held = one('a', 1, 1, { holder: 'somebody', nextAt: at(60) });
    const all = [held, one('b', 1, 2), one('c', 1, 3)];
    expect(turnOf(all, NOW)).to.deep.equal({ next: undefined, overtaken: ['b'], until: at(60) });
    expect(turnOf(all, at(60))).to.deep.equal({ next: 'c', overtaken: ['a', 'b'], until: undefined });
  });

  it('waits with the newest that is to be tried again later', () =>
    expect(turnOf([one('a', 1, 1), one('b', 1, 2, { nextAt: at(45) })], NOW)).to.deep.equal({
      next: undefined,
      overtaken: ['a'],
      until: undefined,
    }));
});
