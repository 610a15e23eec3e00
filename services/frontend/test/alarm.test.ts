import { expect } from 'chai';
import { hearWord, NO_REST, restOf, type Alarm, type Word } from '../src/domain/alarm.js';
import type { Saying } from '../src/domain/orders.js';
import { remind } from '../src/domain/remind.js';
import { build, HOUSE, NOON, resolvedBuild } from './cast.js';

const HOUR = 3_600_000;
const at = (hours: number): Date => new Date(NOON.getTime() + hours * HOUR);
const word = (hours: number, rings: boolean): Word => ({
  ...{ service: 'dist-git', alarm: 'disk-full', text: rings ? 'full' : 'room' },
  ...{ at: at(hours), rings },
});

/** The alarm after these words, in this order. */
function hear(words: readonly Word[]): Alarm | undefined {
  return words.reduce<Alarm | undefined>((known, one) => hearWord(known, one) ?? known, undefined);
}

describe('an alarm', () => {
  it('rings from its first word to its end, and says the last one', () => {
    expect(hear([word(1, true), word(2, true)])).to.deep.include({ since: at(1), easedAt: null, saidAt: at(2) });
    expect(hear([word(1, true), word(3, false)])).to.deep.include({ since: at(1), easedAt: at(3), text: 'room' });
    expect(hear([word(1, true), word(3, false), word(5, true)])).to.deep.include({ since: at(5), easedAt: null });
  });

  it('is as its latest word says, in whatever order and however often words come', () => {
    const words = [word(1, true), word(2, false), word(3, true), word(4, false)];
    for (const first of words)
      for (const second of words)
        for (const third of words) {
          const heard = hear([first, second, third, ...words.slice(2), first]);
          expect(heard).to.deep.include({ easedAt: at(4), saidAt: at(4) });
        }
    expect(hear([word(2, false), word(1, true)])?.easedAt).to.deep.equal(at(2));
  });
});

describe('the deadline of an import', () => {
  const order: Saying = { type: 'user.changed', body: { user: 'x', email: null, wantsMail: false, active: true } };
  const after = (hours: number, rest = NO_REST) =>
    remind(build(), () => order, { ...HOUSE, now: at(hours) }, 1, rest).build.source.state;

  it('rests while dist-git does, for want of room', () => {
    expect(after(7)).to.equal('failed');
    expect(after(700, restOf(hear([word(1, true)])))).to.equal('pending');
  });

  it('begins anew when there is room again', () => {
    const rest = restOf(hear([word(1, true), word(8, false)]));
    expect(after(13, rest)).to.equal('pending');
    expect(after(14, rest)).to.equal('failed');
  });

  it('is not put off by a rest of before', () => {
    expect(after(6, restOf(hear([word(-3, true), word(-2, false)])))).to.equal('failed');
  });

  it('alone rests: a builder’s task goes on', () => {
    const rest = restOf(hear([word(1, true)]));
    const late = remind(resolvedBuild(), () => order, { ...HOUSE, now: at(8 * 24) }, 1, rest);
    expect(late.build.source.state).to.equal('failed');
  });
});
