/** A clone that fails, and whether it is tried again. */
import { expect } from 'chai';
import { patiently } from '../builder/sources/patiently.js';
import type { Ending } from '../builder/sources/tools.js';

const ending = (own: Partial<Ending>): Ending => ({
  code: 128,
  lines: ['fatal: unable to access: CONNECT tunnel failed, response 502'],
  refused: undefined,
  unreachable: undefined,
  ...own,
});
const AWAY = ending({ unreachable: 'example.org cannot be reached: connect ECONNREFUSED' });

/** Plays these endings, the last for ever; answers what came out and how often it was tried. */
async function clone(...endings: Ending[]): Promise<{ last: Ending; times: number }> {
  let times = 0;
  const work = (): Promise<Ending> => Promise.resolve(endings[Math.min(times++, endings.length - 1)] ?? AWAY);
  return { last: await patiently(() => undefined, work, [0, 0]), times };
}

describe('a clone that fails', () => {
  it('is tried again while the guard cannot reach the server, whatever git says', async () => {
    expect(await clone(AWAY, ending({ code: 0 }))).to.deep.equal({ last: ending({ code: 0 }), times: 2 });
    expect(await clone(AWAY)).to.deep.equal({ last: AWAY, times: 3 });
  });

  it('is tried again for what passes in git’s own words', async () => {
    expect((await clone(ending({ lines: ['fatal: early EOF'] }))).times).to.equal(3);
  });

  it('is not tried again when the guard refuses, or the server says no', async () => {
    expect((await clone({ ...AWAY, refused: '127.0.0.1 is not public' })).times).to.equal(1);
    expect((await clone(ending({}))).times).to.equal(1);
  });
});
