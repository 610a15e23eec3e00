/** Long lists, sent while they are read. */
import { expect } from 'chai';
import { listInPieces } from '../src/api/list-pieces.js';
import { piecesOf } from '../src/api/pieces.js';

const PAGE = { limit: null, offset: 2, order: 'id', direction: 'DESC' } as const;
const META = { limit: null, offset: 2, order: 'id', order_type: 'DESC' };

async function* batches(...of: number[][]): AsyncGenerator<number[]> {
  for (const batch of of) yield await Promise.resolve(batch);
}

const listed = (...of: number[][]) => listInPieces(PAGE, batches(...of), (id) => ({ id }));

describe('a list in pieces', () => {
  it('is a plain answer when all of it comes at once', async () => {
    expect(await listed([1, 2])).to.deep.equal({ items: [{ id: 1 }, { id: 2 }], meta: META });
  });

  it('is a plain answer when there is nothing', async () => {
    expect(await listed()).to.deep.equal({ items: [], meta: META });
  });

  it('is the same JSON when it comes bit by bit', async () => {
    const answer = await listed([1, 2], [3], [], [4]);
    let text = '';
    for await (const piece of piecesOf(answer) ?? []) text += piece;
    expect(JSON.parse(text)).to.deep.equal({ items: [1, 2, 3, 4].map((id) => ({ id })), meta: META });
    expect(text.endsWith('\n')).to.equal(true);
  });

  it('leaves nothing of an empty batch', async () => {
    const answer = await listed([1], [], [2]);
    let text = '';
    for await (const piece of piecesOf(answer) ?? []) text += piece;
    expect(JSON.parse(text)).to.deep.equal({ items: [{ id: 1 }, { id: 2 }], meta: META });
  });
});
