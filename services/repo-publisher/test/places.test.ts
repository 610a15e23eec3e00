import { expect } from 'chai';
import { createPlaces, type TakePlace } from '../src/http/places.js';

const sit = (take: TakePlace, address: string): (() => void) => {
  const leave = take(address);
  if (typeof leave === 'string') throw new Error(leave);
  return leave;
};

describe('places of those who follow logs', () => {
  it('cannot all be held by one address', () => {
    const take = createPlaces(5, 2);
    sit(take, 'a');
    sit(take, 'a');
    expect(take('a')).to.equal('address-full');
    sit(take, 'b');
  });

  it('are limited in all', () => {
    const take = createPlaces(2, 2);
    sit(take, 'a');
    sit(take, 'b');
    expect(take('c')).to.equal('all-taken');
  });

  it('are given back once each', () => {
    const take = createPlaces(2, 1);
    const leave = sit(take, 'a');
    sit(take, 'b');
    leave();
    leave();
    sit(take, 'a');
    expect([take('a'), take('c')]).to.deep.equal(['address-full', 'all-taken']);
  });
});
