import { expect } from 'chai';
import { world, type Weather } from './world.js';

const SEEDS = 150;
const STORM_S = 300;
/** Long enough for a silence, three losses and everybody's turn. */
const MOST_S = 3_000;

const CALM: Weather = { doubled: 0, maxDelayS: 0, vanishes: 0, silences: 0, restarts: 0, emptied: 0, cancels: 0 };
const ROUGH: Weather = {
  ...CALM,
  doubled: 0.2,
  maxDelayS: 10,
  vanishes: 0.002,
  silences: 0.002,
  restarts: 0.01,
  cancels: 0.01,
};

/** Plays a world to its end: a storm first, then fair weather until every task is over. */
function playOut(seed: number, weather: Weather, check: (scene: ReturnType<typeof world>) => void) {
  const scene = world(seed, 15, weather);
  const isOver = () => [...scene.frontend.values()].every(({ over }) => over !== 'no');
  for (let second = 0; second < MOST_S && !(second > STORM_S && isOver()); second++) {
    scene.step(second < STORM_S);
    check(scene);
  }
  const open = [...scene.frontend.values()].filter(({ over }) => over === 'no');
  expect(open, `seed ${seed}: tasks that never end`).to.deep.equal([]);
  return scene;
}

/** What must hold at every moment. */
function checkLine(scene: ReturnType<typeof world>): void {
  const line = scene.line();
  for (const id of line.placed.keys()) expect(line.waiting.has(id)).to.equal(false);
  for (const { name, slots } of scene.hosts) {
    const placed = [...line.placed.values()].filter(({ host }) => host === name);
    expect(placed.length, `${name} has ${slots} slots`).to.be.at.most(slots);
  }
}

describe('the line in the world', () => {
  it('ends every task at its first attempt in calm weather', () => {
    const scene = playOut(1, CALM, checkLine);
    expect(new Set(scene.assigned).size).to.equal(15);
    for (const task of scene.frontend.values()) expect(task).to.include({ over: 'accepted', attempt: 1 });
  });

  it(`ends every task however messages are delayed, doubled and permuted, and hosts fall silent (${SEEDS} seeds)`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const scene = playOut(seed, ROUGH, checkLine);
      expect(new Set(scene.assigned).size, `seed ${seed}: no attempt is assigned twice`).to.equal(
        scene.assigned.length,
      );
    }
  });

  it(`ends every task though Redis is emptied now and then (${SEEDS} seeds)`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) playOut(seed, { ...ROUGH, emptied: 0.01 }, () => undefined);
  });
});
