/**
 * The whole house's decisions, played: the real ones of frontend and scheduler, and a bus that permutes, doubles and delays
 * what they say. KOPR_PLAY_SEEDS: how many stories of each kind; KOPR_PLAY_SEED: only this one.
 */
import { problemsOf } from './play/checks.js';
import { playHouse, type House } from './play/house.js';
import { told } from './play/told.js';
import { BREEZE, CALM, STORIES, type Weather } from './play/weather.js';

const SEEDS = Number(process.env['KOPR_PLAY_SEEDS'] ?? 500);
const ONLY = process.env['KOPR_PLAY_SEED'];
const seeds = ONLY === undefined ? Array.from({ length: SEEDS }, (_, i) => i + 1) : [Number(ONLY)];

function playOut(seed: number, weather: Weather): void {
  const calm = playHouse(seed, CALM);
  const house: House = weather === CALM ? calm : playHouse(seed, weather);
  const problems = problemsOf(house, calm);
  if (problems.length > 0) throw new Error(told(house, problems));
}

describe(`the house, in ${seeds.length} stories of each kind`, () => {
  const stories: [string, Weather][] = [
    ['ends every build when nothing goes wrong', CALM],
    ['ends every build as undisturbed, though messages come permuted, doubled and delayed', BREEZE],
    ...Object.entries(STORIES).map(([what, weather]): [string, Weather] => [`ends every build when ${what}`, weather]),
  ];
  for (const [title, weather] of stories) {
    it(title, () => {
      for (const seed of seeds) playOut(seed, weather);
    }).timeout(300_000);
  }
});
