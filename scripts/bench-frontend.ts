/**
 * What reading costs, beside Copr's figures: the rows of its own table on the same amounts of data, from two frontend
 * processes; then the plans of every statement that reading and a sample of writes send, on half a million builds.
 * usage: bench-frontend.ts [the beginning of a row's name | plans]
 */
import { silentLog } from '@kopr/shared/log';
import { readKeyring } from '@kopr/shared/sealed';
import { freshBroker, freshDatabase, freshSealingKeys } from '@kopr/shared/testkit';
import { openStore } from '../services/frontend/src/store/database.js';
import { peakMemoryMb } from './bench/cpu.js';
import { startFrontends } from './bench/frontends.js';
import { HEAD, measure } from './bench/measure.js';
import { PLAN_PATHS } from './bench/plan-paths.js';
import { writeSome } from './bench/plan-writes.js';
import { badPlans, listen } from './bench/plans.js';
import { ROWS } from './bench/rows.js';
import { seedBuilds, seedProjects } from './bench/seed.js';
import { findServer } from './bench/servers.js';

const PROCESSES = 2;
const BUILDS = 200_000;
const BUILDS_FOR_PLANS = 500_000;
const MEMORY_MB = 200;

const only = process.argv[2];
const seconds = Number(process.env['BENCH_SECONDS'] ?? 6);
const nodeOptions = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((option) => option !== '');

const [mariadb, redis, rabbitmq] = await Promise.all([
  findServer('mariadb'),
  findServer('redis'),
  findServer('rabbitmq'),
]);
await using database = await freshDatabase();
await using broker = await freshBroker();
const needs = { databaseUrl: mariadb.direct(database.url), redisUrl: redis.url, amqpUrl: rabbitmq.direct(broker.url) };
/** What must not be, in words. */
const short: string[] = [];

console.log(`seeding ${BUILDS} builds …`);
const db = await openStore(needs.databaseUrl, readKeyring(freshSealingKeys()), silentLog());
await seedProjects(db);
await seedBuilds(db, 1, BUILDS);
if (only !== 'plans') await measureRows();
if (only === undefined || only === 'plans') await lookAtPlans();
await db.destroy();
console.log(short.length === 0 ? 'all marks passed' : `fallen short:\n${short.map((what) => `- ${what}\n`).join('')}`);
process.exitCode = short.length === 0 ? 0 : 1;

async function measureRows(): Promise<void> {
  await using frontends = await startFrontends(PROCESSES, needs, nodeOptions);
  console.log(`\n${HEAD}`);
  for (const row of ROWS.filter(({ name }) => name.startsWith(only ?? ''))) {
    const result = await measure(row, { ...frontends, databases: [mariadb.pid, redis.pid], seconds });
    console.log(result.line);
    short.push(...result.short);
  }
  const peaks = await Promise.all(frontends.pids.map(peakMemoryMb));
  console.log(`\nmemory of a process at its peak: ${peaks.map((mb) => mb.toFixed(0)).join(', ')} MB`);
  short.push(...peaks.filter((mb) => mb > MEMORY_MB).map((mb) => `memory: ${mb.toFixed(0)} MB, at most ${MEMORY_MB}`));
}

/** The loops look around when a frontend starts; the rest is asked for. */
async function lookAtPlans(): Promise<void> {
  console.log(`seeding up to ${BUILDS_FOR_PLANS} builds …`);
  await seedBuilds(db, BUILDS + 1, BUILDS_FOR_PLANS);
  await using listener = await listen(db);
  await using frontends = await startFrontends(1, needs, []);
  for (const path of PLAN_PATHS) {
    const response = await fetch(`${frontends.urls[0] ?? ''}${path}`, { redirect: 'manual' });
    await response.arrayBuffer();
    if (response.status >= 400) short.push(`${path} answered ${response.status}`);
  }
  short.push(...(await writeSome(db, frontends.urls[0] ?? '')));
  const statements = await listener.heard();
  const bad = await badPlans(db, statements);
  for (const { why, statement } of bad) console.log(`${why}:\n  ${statement.replace(/\s+/g, ' ')}\n`);
  console.log(`plans of ${statements.length} kinds of statements on ${BUILDS_FOR_PLANS} builds: ${bad.length} bad`);
  short.push(...bad.map(({ why }) => `a plan ${why}`));
}
