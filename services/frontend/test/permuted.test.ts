import { expect } from 'chai';
import type { Saying } from '../src/domain/orders.js';
import { playWorld, type Fortune } from './world.js';

const SEEDS = 2000;
const CALM = { doubled: 0, lost: 0, canceled: 0, failing: 0 };

function count(said: readonly Saying[], type: Saying['type'], of = (saying: Saying) => JSON.stringify(saying.body)) {
  const counts = new Map<string, number>();
  for (const saying of said.filter((one) => one.type === type))
    counts.set(of(saying), (counts.get(of(saying)) ?? 0) + 1);
  return counts;
}

const taskOf = ({ body }: Saying) => ('task' in body ? String(body.task) : '');
const chrootOf = ({ body }: Saying) => ('chroot' in body ? body.chroot : '');

/** What must hold however the messages came. */
function checkFacts({ seed }: Fortune, said: readonly Saying[], chroots: readonly string[]): void {
  const about = `seed ${seed}`;
  expect(
    said.filter(({ type }) => type === 'build.ended'),
    about,
  ).to.have.length(1);
  expect(said.at(-1)?.type, about).to.equal('build.ended');
  for (const [type, of] of [
    ['task.began', taskOf],
    ['task.ended', taskOf],
    ['chroot.ended', chrootOf],
  ] as const) {
    for (const [key, times] of count(said, type, of)) expect(times, `${about}: ${type} ${key}`).to.equal(1);
  }
  expect([...count(said, 'chroot.ended', chrootOf).keys()], about).to.have.members(chroots);
  const requests = (saying: Saying) => ('request' in saying.body ? `${taskOf(saying)} ${saying.body.request}` : '');
  const tasks = [...count(said, 'publish.requested', requests).keys()].map((key) => key.split(' ')[0]);
  expect(new Set(tasks).size, `${about}: a second publish of one task`).to.equal(tasks.length);
}

describe('a build whose messages come permuted, doubled and delayed', () => {
  const worlds: [string, Omit<Fortune, 'seed'>, (state: string) => boolean][] = [
    ['succeeds when nothing goes wrong', { ...CALM, doubled: 0.5 }, (state) => state === 'succeeded'],
    ['fails when a chroot fails', { ...CALM, doubled: 0.5, failing: 1 }, (state) => state === 'failed'],
    [
      'ends once when attempts are lost',
      { ...CALM, doubled: 0.5, lost: 0.3 },
      (state) => ['succeeded', 'failed'].includes(state),
    ],
    [
      'ends once when it is canceled',
      { ...CALM, doubled: 0.5, canceled: 1 },
      (state) => ['canceled', 'succeeded'].includes(state),
    ],
    ['ends once when everything happens', { doubled: 0.5, lost: 0.3, canceled: 0.5, failing: 0.3 }, () => true],
  ];
  for (const [title, chances, isRight] of worlds) {
    it(`${title} (${SEEDS} seeds)`, () => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const fortune = { ...chances, seed };
        const { build, said, isOver, stale, state } = playWorld(fortune);
        expect(isOver, `seed ${seed}: something is open at the end`).to.equal(true);
        expect(stale, `seed ${seed}: a late attempt was accepted`).to.be.empty;
        expect(isRight(state), `seed ${seed}: ${state}`).to.equal(true);
        checkFacts(
          fortune,
          said,
          build.chroots.map(({ name }) => name),
        );
      }
    });
  }
});
