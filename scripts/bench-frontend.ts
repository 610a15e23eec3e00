/**
 * What reading costs, beside Copr's figures: the rows of design/performance.md on the same amounts of data, from two
 * frontend processes; then the plans of every statement that they sent, on half a million builds.
 */
import { silentLog } from '@kopr/shared/log';
import { freshBroker, freshDatabase } from '@kopr/shared/testkit';
import { openStore } from '../services/frontend/src/store/database.js';
import { peakMemoryMb } from './bench/cpu.js';
import { startFrontends, type Frontends } from './bench/frontends.js';
import { load, type Measured } from './bench/load.js';
import { ROWS, type Row } from './bench/rows.js';
import { seedBuilds, seedProjects } from './bench/seed.js';
import { findServer } from './bench/servers.js';

const PROCESSES = 2;
const CLIENTS = 20;
const BUILDS = 200_000;
const MEMORY_MB = 200;
const TIMES = 10;

const only = process.argv[2];
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5);
const nodeOptions = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((option) => option !== '');

const [mariadb, redis, rabbitmq] = await Promise.all([findServer('mariadb'), findServer('redis'), findServer('rabbitmq')]);
const kept = process.env['BENCH_DATABASE_URL'];
await using database = kept === undefined ? await freshDatabase() : { url: kept, [Symbol.asyncDispose]: () => Promise.resolve() };
await using broker = await freshBroker();
const databaseUrl = mariadb.direct(database.url);
if (kept === undefined) {
  console.log(`seeding ${BUILDS} builds …`);
  await (await openStore(databaseUrl, silentLog())).destroy();
  await seedProjects(databaseUrl);
  await seedBuilds(databaseUrl, 1, BUILDS);
}

const needs = { databaseUrl, redisUrl: redis.url, amqpUrl: rabbitmq.direct(broker.url) };
await using frontends = await startFrontends(PROCESSES, needs, nodeOptions);

/** What must not be, in words. */
const short: string[] = [];
console.log(
  'Each cell: Kopr (Copr; how many times better). CPU of server and database for each request, in ms: with 1 client / with 20.\n',
);
console.log('| endpoint | bytes | 1 client p50 / p95 ms | 20 clients p50 / p95 ms | req/s at 20 | CPU ms, 1 client | CPU ms, 20 clients |');
console.log('|---|---|---|---|---|---|---|');
for (const row of ROWS) if (only === undefined || row.name.startsWith(only)) await measureRow(row, frontends);
for (const pid of frontends.pids) {
  const peak = await peakMemoryMb(pid);
  console.log(`\nmemory of process ${pid} at its peak: ${peak.toFixed(0)} MB (at most ${MEMORY_MB})`);
  if (peak > MEMORY_MB) short.push(`a process took ${peak.toFixed(0)} MB`);
}
console.log(short.length === 0 ? '\nall marks passed' : `\nfallen short:\n${short.map((what) => `- ${what}\n`).join('')}`);
process.exitCode = short.length === 0 ? 0 : 1;

async function measureRow(row: Row, { urls, pids }: Frontends): Promise<void> {
  const bytes = await lookAt(row, urls);
  if (bytes === undefined) return;
  const watched = [...pids, mariadb.pid, redis.pid];
  const run = { paths: row.paths, seconds, pids: watched };
  await load({ ...run, urls, clients: PROCESSES * 2, seconds: Math.max(1, seconds / 3) });
  const alone = await load({ ...run, urls: urls.slice(0, 1), clients: 1 });
  const many = await load({ ...run, urls, clients: CLIENTS });
  console.log(lineOf(row, bytes, alone, many));
  judge(row, alone, many);
}

/** Asks for each address once; answers how long the answers are. */
async function lookAt(row: Row, [url]: readonly string[]): Promise<number | undefined> {
  let bytes = 0;
  for (const path of row.paths) {
    const response = await fetch(`${url ?? ''}${path}`);
    const text = await response.text();
    if (!response.ok || !row.isWhole(text)) {
      short.push(`${row.name}: ${path} answered ${response.status}: ${text.slice(0, 200)}`);
      return undefined;
    }
    bytes += Buffer.byteLength(text);
  }
  return Math.round(bytes / row.paths.length);
}

function lineOf({ name, copr }: Row, bytes: number, alone: Measured, many: Measured): string {
  const better = (copr_: number, ours: number) => `${(copr_ / ours).toFixed(0)}×`;
  const ms = (value: number) => value.toFixed(value < 10 ? 2 : 0);
  return `| ${[
    name,
    `${bytes} (${copr.bytes})`,
    `${ms(alone.p50Ms)} / ${ms(alone.p95Ms)} (${copr.p95Ms})`,
    `${ms(many.p50Ms)} / ${ms(many.p95Ms)}`,
    `${many.perSecond.toFixed(0)} (${copr.perSecond}; ${better(many.perSecond, copr.perSecond)})`,
    `${ms(alone.cpuMs)} (${copr.cpuMs}; ${better(copr.cpuMs, alone.cpuMs)})`,
    `${ms(many.cpuMs)} (${copr.cpuMs}; ${better(copr.cpuMs, many.cpuMs)})`,
  ].join(' | ')} |`;
}

function judge({ name, copr, p95Ms }: Row, alone: Measured, many: Measured): void {
  if (alone.p95Ms > p95Ms) short.push(`${name}: p95 ${alone.p95Ms.toFixed(0)} ms with one client, at most ${p95Ms}`);
  for (const { cpuMs } of [alone, many])
    if (cpuMs > copr.cpuMs / TIMES) short.push(`${name}: ${cpuMs.toFixed(2)} ms of CPU a request, at most ${copr.cpuMs / TIMES}`);
  if (many.perSecond < copr.perSecond * TIMES)
    short.push(`${name}: ${many.perSecond.toFixed(0)} requests a second, at least ${copr.perSecond * TIMES}`);
}
