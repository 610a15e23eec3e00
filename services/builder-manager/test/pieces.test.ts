/** Cutting a live log into pieces. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { pieces, type Piece } from '../src/run/pieces.js';

async function* stream(...chunks: (string | number)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) {
    if (typeof chunk === 'number') await pause(chunk);
    else yield Buffer.from(chunk);
  }
}

async function all(source: AsyncIterable<Buffer>, from = 0): Promise<[number, string][]> {
  const found: Piece[] = [];
  for await (const piece of pieces(source, from)) found.push(piece);
  return found.map(({ offset, bytes }) => [offset, bytes.toString()]);
}

describe('pieces of a live log', () => {
  it('gather what comes close together', async () => {
    expect(await all(stream('a', 'b', 'c'))).to.deep.equal([[0, 'abc']]);
  });

  it('do not wait for a line that takes long', async () => {
    expect(await all(stream('first', 600, 'second'))).to.deep.equal([
      [0, 'first'],
      [5, 'second'],
    ]);
  });

  it('are cut when there is enough', async () => {
    const large = 'x'.repeat(64 * 1024);
    expect((await all(stream(large, 'y'))).map(([offset]) => offset)).to.deep.equal([0, large.length]);
  });

  it('leave out what is stored already', async () => {
    expect(await all(stream('abc', 'def'), 4)).to.deep.equal([[4, 'ef']]);
    expect(await all(stream('abc'), 10)).to.deep.equal([]);
  });

  it('pass on that the source broke', async () => {
    async function* breaking(): AsyncGenerator<Buffer> {
      yield Buffer.from('a');
      await pause(1);
      throw new Error('broken');
    }
    const error = await all(breaking()).catch((thrown: unknown) => thrown);
    expect(error).to.be.an('error').with.property('message', 'broken');
  });
});
