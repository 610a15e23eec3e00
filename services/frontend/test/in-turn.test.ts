import { expect } from 'chai';
import { inTurn } from '../src/loops/in-turn.js';

describe('what is due', () => {
  const reader = (due: number[]) =>
    inTurn<number>((last = 0, limit) => Promise.resolve(due.filter((n) => n > last).slice(0, limit)), 2);

  it('comes in turn, although all of it stays due, and then again', async () => {
    const next = reader([1, 2, 3]);
    expect([await next(), await next(), await next()]).to.deep.equal([
      { rows: [1, 2], more: true },
      { rows: [3], more: false },
      { rows: [1, 2], more: true },
    ]);
  });

  it('begins again also when the last page was full', async () => {
    const next = reader([1, 2]);
    expect([await next(), await next(), await next()]).to.deep.equal([
      { rows: [1, 2], more: true },
      { rows: [], more: false },
      { rows: [1, 2], more: true },
    ]);
  });
});
