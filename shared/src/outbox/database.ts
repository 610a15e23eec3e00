/** Opens a service's own schema: waits for the server, then brings the tables up to date, one replica at a time. */
import { setTimeout as wait } from 'node:timers/promises';
import mysql from 'mysql2';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import { backoff } from '../domain/index.js';
import { asError, KoprError } from '../errors/index.js';
import type { Log } from '../log/index.js';
import type { Part } from '../service/index.js';

/** `migrations` in the order of their timestamps, `outboxMigration` first. `poolSize`: connections of this process. */
export interface DatabaseOptions {
  readonly url: string;
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly log: Log;
  readonly poolSize?: number;
}

const BACKOFF = { baseMs: 200, maxMs: 5_000 };
const POOL_SIZE = 10;
/** Of each connection. The server has 16,382 for all together and refuses more, and what people ask for can have many forms. */
const MAX_STATEMENTS = 250;
/** Another replica may be at a long migration. */
const MIGRATION_LOCK_S = 600;

/** A data source at READ COMMITTED in UTC, migrated. Resolves when the server is there, however long that takes. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const db = await connectAtLast(options);
  try {
    await migrate(db, options.log);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** The open database as a part: ready when it answers, closed at the end. */
export function databasePart(db: DataSource): Part {
  return {
    name: 'database',
    start: () => Promise.resolve(),
    stop: async () => {
      if (db.isInitialized) await db.destroy();
    },
    ready: () =>
      db.query('SELECT 1').then(
        () => true,
        () => false,
      ),
  };
}

async function connectAtLast(options: DatabaseOptions): Promise<DataSource> {
  for (let tries = 1; ; tries++) {
    try {
      return await dataSource(options).initialize();
    } catch (thrown) {
      // What the server or the network says carries a code, and may pass. A wrong entity will not.
      const error: Error & { code?: unknown } = asError(thrown);
      if (typeof error.code !== 'string') throw error;
      const delayMs = backoff(tries, { ...BACKOFF, random: Math.random() });
      options.log.warn('database away', { tries, delayMs, reason: error.message });
      await wait(delayMs);
    }
  }
}

function dataSource({ url, entities, migrations, poolSize = POOL_SIZE }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'mariadb',
    url,
    driver: driver(),
    entities: [...entities],
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    charset: 'utf8mb4',
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize,
  });
}

/** mysql2, but each new connection is told its isolation level and time zone before anybody uses it. */
function driver(): object {
  const createPool = (options: mysql.PoolOptions): mysql.Pool => {
    const pool = mysql.createPool({ ...options, maxPreparedStatements: MAX_STATEMENTS });
    pool.on('connection', (connection) => {
      // Repeatable reads would refuse to lock rows that changed since the snapshot (MariaDB's snapshot isolation, error 1020).
      connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
      connection.query("SET SESSION time_zone = '+00:00'");
    });
    return pool;
  };
  return { ...mysql, createPool };
}

/** Replicas that start together run each migration once: the server's named lock lets one through at a time. */
async function migrate(db: DataSource, log: Log): Promise<void> {
  const runner = db.createQueryRunner();
  const lock = `kopr.migrations.${String(db.driver.database)}`.slice(0, 64);
  try {
    const [row] = (await runner.query('SELECT GET_LOCK(?, ?) AS locked', [lock, MIGRATION_LOCK_S])) as {
      locked: unknown;
    }[];
    if (Number(row?.locked) !== 1)
      throw new KoprError('migration-lock', `nobody let go of ${lock} in ${MIGRATION_LOCK_S} s`, { lock });
    const done = await db.runMigrations({ transaction: 'each' });
    if (done.length > 0) log.info('migrations run', { names: done.map(({ name }) => name) });
    await runner.query('SELECT RELEASE_LOCK(?)', [lock]);
  } finally {
    await runner.release();
  }
}
