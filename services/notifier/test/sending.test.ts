import { expect } from 'chai';
import { nextTry } from '../src/domain/sending.js';

const HOUR_MS = 3_600_000;
const createdAt = new Date('2026-01-01T12:00:00Z');
const after = (ms: number): Date => new Date(createdAt.getTime() + ms);
const rest = (tries: number): number =>
  (nextTry(tries, createdAt, createdAt, 0.5)?.getTime() ?? 0) - createdAt.getTime();

describe('what could not be told', () => {
  it('is tried again soon, then ever later, but at least every quarter of an hour', () => {
    expect(rest(1)).to.be.within(1_000, 10_000);
    expect(rest(3)).to.be.greaterThan(rest(1));
    expect(rest(50)).to.be.at.most(HOUR_MS / 4);
  });

  it('is not tried again sooner than somebody asked for', () => {
    expect(nextTry(1, createdAt, createdAt, 0.5, 600_000)).to.deep.equal(after(600_000));
    expect(nextTry(50, createdAt, createdAt, 0.5, 1)?.getTime()).to.be.greaterThan(createdAt.getTime() + 1000);
  });

  it('is given up after three days', () => {
    expect(nextTry(300, createdAt, after(71 * HOUR_MS), 0.5)).to.be.an.instanceOf(Date);
    expect(nextTry(300, createdAt, after(72 * HOUR_MS), 0.5)).to.equal(undefined);
  });
});
