import { expect } from 'chai';
import { readSearch } from '../src/domain/search.js';

describe('a search', () => {
  const cases: [string, object][] = [
    ['', { owner: '', name: '' }],
    [' * ', { owner: '', name: '' }],
    ['hello', { words: ['hello'] }],
    [' *hello*  world ', { words: ['hello', 'world'] }],
    ['x', { words: ['x'] }],
    ['hello x of to hello', { words: ['hello'] }],
    ['p1 x', { words: ['p1'] }],
    ['alice/', { owner: 'alice', name: '' }],
    ['@devel/gp', { owner: '@devel', name: 'gp' }],
    ['a/b/c', { owner: 'a', name: 'b/c' }],
  ];
  for (const [text, meaning] of cases) {
    it(`for ${JSON.stringify(text)} means ${JSON.stringify(meaning)}`, () =>
      expect(readSearch(text)).to.deep.equal(meaning));
  }

  it('has eight words at most', () => {
    const search = readSearch(Array.from({ length: 50 }, (_, i) => `word${i}`).join(' '));
    expect('words' in search && search.words).to.have.length(8);
  });
});
