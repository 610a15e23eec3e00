/** One publisher for a test: its own schema and folder, its web application on a free port, and a key for tokens. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDir } from '@kopr/shared/files';
import { budgets, keyedLock } from '@kopr/shared/intake';
import { silentLog } from '@kopr/shared/log';
import { freshDatabase } from '@kopr/shared/testkit';
import { signToken } from '@kopr/shared/token';
import type { DataSource } from 'typeorm';
import { createApp } from '../../src/http/app.js';
import { authorizeResults } from '../../src/http/authorize.js';
import { createBell } from '../../src/intake/bell.js';
import { openStore } from '../../src/store/open.js';
import { treeAt, type Tree } from '../../src/tree/layout.js';
import type { PublishDeps } from '../../src/verbs/deps.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** What a token of the test says, apart from the ordinary. */
export interface TokenWish {
  readonly task: string;
  readonly results: string;
  readonly attempt?: number;
  readonly use?: 'builder' | 'manager';
  readonly bytes?: number;
  readonly expiry?: number;
}

export interface House extends AsyncDisposable {
  readonly url: string;
  readonly db: DataSource;
  readonly dataDir: string;
  readonly tree: Tree;
  readonly publish: PublishDeps;
  /** Whether the disk has room; a test may say no. */
  room: boolean;
  /** The time that those who follow logs go by; a test may put it forward. */
  now: number;
}

/** Opens a publisher; `await using` ends it and removes what it wrote. */
export async function openHouse(): Promise<House> {
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'kopr-pub-'));
  const tree = treeAt(dataDir);
  for (const dir of [tree.results, tree.intake, tree.staging, tree.trash]) await ensureDir(dir);
  const log = silentLog();
  const db = await openStore(database.url, log);
  const world = { room: true, now: 0 };
  const closing = new AbortController();
  const [bell, lock] = [createBell(), keyedLock()];
  const hasRoom = () => Promise.resolve(world.room);
  const authorize = authorizeResults(publicKey);
  const server = createServer(
    createApp({
      db,
      tree,
      log,
      bell,
      lock,
      hasRoom,
      authorize,
      budgets: budgets(),
      watchersMax: 5,
      watchersPerAddress: 4,
      now: () => world.now,
      closing: closing.signal,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const keyKind = { signDomain: 'kopr.test', bits: 2048, years: 5 };
  return Object.assign(world, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    db,
    dataDir,
    tree,
    publish: { db, tree, log, keyKind, resultsUrl: 'http://results.test/results', graceMs: 60_000, leaseS: 20 },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      server.closeAllConnections();
      server.close();
      await db.destroy();
      await database[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
}

/** The header with a builder's token. */
export function bearer({
  task,
  results,
  attempt = 1,
  use = 'builder',
  bytes = 10_000_000,
  expiry = 4_000_000_000,
}: TokenWish): {
  authorization: string;
} {
  return { authorization: `Bearer ${signToken({ task, attempt, use, expiry, bytes, results }, privateKey)}` };
}

/** A UUID for an order. */
export const newRequest = (): string => randomUUID();
