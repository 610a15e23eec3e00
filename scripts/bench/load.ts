/** Load from wrk, which costs next to nothing itself: it shares the cores with what it measures. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from '../../test/kit/stack.js';
import { cpuMs } from './cpu.js';

const SCRIPT = fileURLToPath(new URL('rotate.lua', import.meta.url));

/** What a run of so many clients showed. With several servers the slower one's times stand for all. */
export interface Measured {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly perSecond: number;
  /** CPU time for each request, of the server and of the databases. */
  readonly serverMs: number;
  readonly databaseMs: number;
}

/** `urls`: the servers, which share the clients; the processes are those whose CPU time counts. */
export interface Run {
  readonly urls: readonly string[];
  readonly paths: readonly string[];
  readonly clients: number;
  readonly seconds: number;
  readonly servers: readonly number[];
  readonly databases: readonly number[];
}

interface Told {
  readonly requests: number;
  readonly us: number;
  readonly p50us: number;
  readonly p95us: number;
  readonly failed: number;
}

/** Asks for the paths in turn for some seconds. Throws when a single answer is not what it should be. */
export async function load({ urls, paths, clients, seconds, servers, databases }: Run): Promise<Measured> {
  const dir = await mkdtemp(join(tmpdir(), 'kopr-bench-'));
  try {
    const file = join(dir, 'paths');
    await writeFile(file, paths.map((path) => `${path}\n`).join(''));
    const used = () => Promise.all([cpuMs(servers), cpuMs(databases)]);
    const before = await used();
    const told = await Promise.all(urls.map((url, nth) => wrk(url, file, nth, clients / urls.length, seconds)));
    return sumUp(told, before, await used());
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function wrk(url: string, file: string, nth: number, clients: number, seconds: number): Promise<Told> {
  const options = ['-t1', `-c${clients}`, `-d${seconds}s`, '--timeout', '60s', '-s', SCRIPT];
  // The servers' clients begin at different places, so that they do not walk side by side.
  const printed = await must('wrk', [...options, url, '--', file, String(nth * 997)]);
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Told;
}

type Used = readonly [number, number];

function sumUp(told: readonly Told[], before: Used, after: Used): Measured {
  const failed = told.reduce((sum, one) => sum + one.failed, 0);
  if (failed > 0) throw new Error(`${failed} requests failed`);
  const requests = told.reduce((sum, one) => sum + one.requests, 0);
  return {
    p50Ms: Math.max(...told.map(({ p50us }) => p50us)) / 1000,
    p95Ms: Math.max(...told.map(({ p95us }) => p95us)) / 1000,
    perSecond: told.reduce((sum, { requests: n, us }) => sum + n / (us / 1e6), 0),
    serverMs: (after[0] - before[0]) / requests,
    databaseMs: (after[1] - before[1]) / requests,
  };
}
