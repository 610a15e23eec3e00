/** Many rounds, and what they came to. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeEvil } from './evil.js';
import { randomOf } from './random.js';
import { playRound } from './round.js';
import { makeSeeds } from './seeds.js';
import { watchRounds } from './watch.js';

/** Which rounds; the same ones play the same. */
export interface Plan {
  readonly seed: number;
  readonly first: number;
  readonly rounds: number;
  /** Where files are kept that did what must not be. */
  readonly keepIn: string;
  readonly onRound?: (round: number) => void;
}

/** What must not be: an exception that is no refusal, a file elsewhere, a round without an end. */
export interface Fault {
  readonly round: number;
  readonly what: string;
  readonly file: string;
}

/** What the rounds came to. */
export interface Report {
  readonly faults: readonly Fault[];
  readonly slowest: { readonly round: number; readonly ms: number };
  /** How many ended so: taken, or the refusal's code. */
  readonly ends: ReadonlyMap<string, number>;
}

/** A round that takes longer hangs. */
const HANG_MS = 10_000;
/** The other thread waits a little longer: a round that can still be called off names itself. */
const STUCK_MS = 15_000;

/** Plays all rounds of the plan. */
export async function runRounds(plan: Plan): Promise<Report> {
  const dir = await mkdtemp(join(tmpdir(), 'kopr-fuzz-'));
  const seeds = makeSeeds();
  const watch = watchRounds(STUCK_MS);
  const ends = new Map<string, number>();
  const faults: Fault[] = [];
  let slowest = { round: plan.first, ms: 0 };
  try {
    for (let round = plan.first; round < plan.first + plan.rounds; round++) {
      watch.begin(round);
      const bytes = makeEvil(seeds, randomOf(plan.seed, round));
      const startedAt = performance.now();
      const end = await playTimed(dir, bytes).catch(async (error: unknown) => {
        faults.push({
          round,
          what: String(error instanceof Error ? error.stack : error),
          file: await keep(plan, round, bytes),
        });
        return 'fault';
      });
      const ms = performance.now() - startedAt;
      if (ms > slowest.ms) slowest = { round, ms };
      ends.set(end, (ends.get(end) ?? 0) + 1);
      plan.onRound?.(round);
    }
  } finally {
    await watch.stop();
    await rm(dir, { recursive: true, force: true });
  }
  return { faults, slowest, ends };
}

async function playTimed(dir: string, bytes: Buffer): Promise<string> {
  const off = new AbortController();
  const timer = setTimeout(() => off.abort(new Error(`it took longer than ${HANG_MS / 1000} seconds`)), HANG_MS);
  try {
    return await playRound(dir, bytes, off.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function keep({ seed, keepIn }: Plan, round: number, bytes: Buffer): Promise<string> {
  await mkdir(keepIn, { recursive: true });
  const path = join(keepIn, `fuzz-${seed}-${round}.src.rpm`);
  await writeFile(path, bytes);
  return path;
}
