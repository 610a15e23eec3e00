/**
 * Imports a second of SRPMs of 1 MB, beside the same work by hand: curl, rpm2cpio and cpio, sha512sum, git, as many at
 * the same time. Rounds alternate, so that both see the same machine. bench-imports.ts [imports in each round]
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { BodyInput } from '@kopr/proto';
import { familyCpuMs } from './bench/cpu.js';
import { openImportHouse } from './bench/import-house.js';
import { makePackages, orderOf } from './bench/import-packages.js';

const run = promisify(execFile);
const WORKERS = 4;
const ROUNDS = 3;

const count = Number(process.argv[2] ?? 60);
if (!Number.isSafeInteger(count) || count < 1) {
  console.error('imports: how many in each round, a whole number');
  process.exit(64);
}

await using house = await openImportHouse(WORKERS);
let build = 0;

/** Serves so many packages that nobody has seen before; their numbers. */
async function serve(many: number): Promise<number[]> {
  const numbers = Array.from({ length: many }, () => ++build);
  const srpms = await makePackages(numbers.map((number) => `bench${number}`));
  numbers.forEach((number, index) => house.srpms.set(`/bench${number}`, srpms[index] ?? Buffer.alloc(0)));
  return numbers;
}

function requestOf(number: number): BodyInput<'source.requested'> {
  const path = `/bench${number}`;
  return orderOf(number, house.url + path, house.srpms.get(path)?.length ?? 0);
}

async function byHand(numbers: number[]): Promise<void> {
  const work = async (): Promise<void> => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      const name = `bench${number}`;
      await run('scripts/bench/import-by-hand.sh', [`${house.url}/${name}`, house.byHand, name]);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}

interface Cost {
  readonly seconds: number;
  readonly cpu: number;
}

async function cost(cpu: () => Promise<number>, work: () => Promise<void>): Promise<Cost> {
  const [started, before] = [performance.now(), await cpu()];
  await work();
  return { seconds: (performance.now() - started) / 1000, cpu: (await cpu()) - before };
}

const koprs = async (): Promise<number> => {
  const { own, children } = await familyCpuMs(house.pid);
  return own + children;
};
const ours = async (): Promise<number> => (await familyCpuMs(process.pid)).children;
const perSecond = (costs: readonly Cost[]): number => (count * costs.length) / sum(costs.map(({ seconds }) => seconds));
const cpuEach = (costs: readonly Cost[]): number => sum(costs.map(({ cpu }) => cpu)) / (count * costs.length);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

// One of each first: the service must be up, and neither pays for cold caches.
await house.importAll((await serve(1)).map(requestOf));
await byHand(await serve(1));
const [kopr, hand]: [Cost[], Cost[]] = [[], []];
for (let round = 1; round <= ROUNDS; round++) {
  const [mine, theirs] = [(await serve(count)).map(requestOf), await serve(count)];
  hand.push(await cost(ours, () => byHand(theirs)));
  kopr.push(await cost(koprs, () => house.importAll(mine)));
  house.srpms.clear();
  const [one, other] = [perSecond(kopr.slice(-1)), perSecond(hand.slice(-1))];
  console.log(`round ${round}: Kopr ${one.toFixed(1)}/s, by hand ${other.toFixed(1)}/s`);
}
const ratio = (perSecond(kopr) / perSecond(hand)).toFixed(2);
console.log(
  `imports of 1 MB, ${WORKERS} at a time: Kopr ${perSecond(kopr).toFixed(1)}/s, by hand ${perSecond(hand).toFixed(1)}/s, ratio ${ratio}; ` +
    `CPU each: Kopr ${cpuEach(kopr).toFixed(0)} ms, by hand ${cpuEach(hand).toFixed(0)} ms (${ROUNDS} rounds of ${count})`,
);
