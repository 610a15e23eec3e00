/**
 * How long a forge waits until its delivery is taken: signed, checked, read, on disk; beside the bare INSERT of the same
 * row in the same run. They alternate, so that both see the same machine. usage: bench-hooks.ts [deliveries]
 */
import { createHmac, randomUUID } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { freshBroker, freshDatabase } from '@kopr/shared/testkit';
import { startFrontends } from './bench/frontends.js';
import { openHookProject } from './bench/hook-project.js';
import type { Db } from './bench/seed.js';
import { findServer } from './bench/servers.js';

/** Forges wait for ten seconds; nobody should notice. */
const MOST_P95_MS = 100;
const WARM_UP = 50;
const PROJECT = 2;
const SECRET = randomUUID();

const count = Number(process.argv[2] ?? 500);
if (!Number.isSafeInteger(count) || count < 1) {
  console.error('hooks: how many deliveries, a whole number');
  process.exit(64);
}

/** A push of some commits, as GitHub sends it; of a repository that no package comes from, so that nothing is built meanwhile. */
const BODY = Buffer.from(
  JSON.stringify({
    ref: 'refs/heads/main',
    before: 'a'.repeat(40),
    after: 'b'.repeat(40),
    commits: Array.from({ length: 20 }, (_, n) => ({
      id: 'b'.repeat(40),
      message: 'Change some files of the package',
      modified: Array.from({ length: 5 }, (_, file) => `packaging/part${n}/file${file}.spec`),
    })),
    repository: { clone_url: 'https://github.com/octo/elsewhere.git' },
  }),
);
const SIGNATURE = `sha256=${createHmac('sha256', SECRET).update(BODY).digest('hex')}`;

async function deliver(url: string): Promise<void> {
  const response = await fetch(`${url}/webhooks/github/${PROJECT}/${SECRET}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': SIGNATURE,
    },
    body: BODY,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`a delivery was answered ${response.status}: ${text.slice(0, 200)}`);
}

async function insertBare(db: Db): Promise<void> {
  const row = {
    ...{ project_id: 1, forge: 'github', headers: '{}', body: deflateSync(BODY), bytes: BODY.length },
    ...{ received_at: new Date(), event: 'push to main at bbbbbbbb', state: 'nothing', decisions: '[]' },
    ...{ ended_at: new Date(), trace: '0'.repeat(55) },
  };
  const names = Object.keys(row);
  const sql = `INSERT INTO hook_deliveries (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  await db.query(sql, Object.values(row));
}

async function msOf(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}

const [mariadb, redis, rabbitmq] = await Promise.all([
  findServer('mariadb'),
  findServer('redis'),
  findServer('rabbitmq'),
]);
await using database = await freshDatabase();
await using broker = await freshBroker();
const needs = { databaseUrl: mariadb.direct(database.url), redisUrl: redis.url, amqpUrl: rabbitmq.direct(broker.url) };
const db = await openHookProject(needs.databaseUrl, PROJECT, SECRET);
const [ours, bare]: [number[], number[]] = [[], []];
{
  await using frontends = await startFrontends(1, needs, []);
  const url = frontends.urls[0] ?? '';
  for (let n = -WARM_UP; n < count; n++) {
    const [deliveryMs, insertMs] = [await msOf(() => deliver(url)), await msOf(() => insertBare(db))];
    if (n < 0) continue;
    ours.push(deliveryMs);
    bare.push(insertMs);
  }
}
await db.destroy();

const told = (share: number) => {
  const [one, other] = [percentile(ours, share), percentile(bare, share)];
  return `${one.toFixed(1)} (${other.toFixed(1)}; ${(one / other).toFixed(1)} times as long)`;
};
console.log(
  `a signed delivery of ${BODY.length} bytes is taken, in ms (the bare INSERT), ${count} of each, one client:`,
);
console.log(`  p50 ${told(0.5)}\n  p95 ${told(0.95)}`);
const isShort = percentile(ours, 0.95) >= MOST_P95_MS;
console.log(isShort ? `fallen short: p95 is to be below ${MOST_P95_MS} ms` : 'all marks passed');
process.exitCode = isShort ? 1 : 0;
