/** Fuzzes what reads SRPMs: bench-fuzz.ts [rounds] [seed] [first round]. Fails on a crash, a hang, or too much memory. */
import { fileURLToPath } from 'node:url';
import { playHungriest } from '../test/hostile/fuzz/hungriest.js';
import { watchMemory } from '../test/hostile/fuzz/memory.js';
import { type Report, runRounds } from '../test/hostile/fuzz/run.js';

/** Of this process and its programs together. */
const MAX_MIB = 256;
const SHOWN_FAULTS = 5;

const [rounds = 100_000, seed = 1, first = 0] = process.argv.slice(2).map(Number);
if (![rounds, seed, first].every((number) => Number.isSafeInteger(number) && number >= 0)) {
  console.error('fuzz: rounds, seed and first round are whole numbers');
  process.exit(64);
}

let round = first;
let crashes = 0;
/** What nobody awaited is a crash of the service, too. */
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    crashes++;
    process.exitCode = 1;
    console.error(`round ${round}, nobody was listening:`, error);
  });
}

const startedAt = performance.now();
const memoryPeak = watchMemory();
const keepIn = fileURLToPath(new URL('../.cache', import.meta.url));
const onRound = (played: number): void => {
  round = played + 1;
  if (round % 10_000 === 0) console.log(`  ${round} rounds, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`);
};
const report = await runRounds({ seed, first, rounds, keepIn, onRound });
// What all that has left behind in this process counts beside it.
await playHungriest();
tell(report);

function tell({ faults, slowest, ends }: Report): void {
  const { program, together } = memoryPeak();
  for (const { round: at, what, file } of faults.slice(0, SHOWN_FAULTS))
    console.log(`round ${at}: ${what}\n  kept: ${file}`);
  const shares = [...ends].sort(([, one], [, other]) => other - one).map(([end, count]) => `${end} ${count}`);
  console.log(`fuzz: ${rounds} rounds, seed ${seed}, ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  console.log(`  ends: ${shares.join(', ')}`);
  console.log(`  crashes and hangs: ${faults.length + crashes} (none are allowed)`);
  console.log(`  slowest round: ${slowest.ms.toFixed(0)} ms (round ${slowest.round}; at most 10000 ms)`);
  console.log(
    `  peak memory: ${together} MiB with all programs (at most ${MAX_MIB} MiB); largest program ${program} MiB`,
  );
  const passed = faults.length + crashes === 0 && slowest.ms <= 10_000 && together <= MAX_MIB;
  console.log(passed ? '  passed' : '  FAILED');
  process.exitCode = passed ? 0 : 1;
}
