/** A namespace of its own for each test: vhost, schema, key prefix. `await using` removes it again. */
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import { askBroker, brokerUser, cutConnections } from './broker-admin.js';
import { serverUrl } from './config.js';
import { freshName } from './name.js';

/** A vhost of its own. `cut` closes every connection to it and answers how many there were. */
export interface FreshBroker extends AsyncDisposable {
  readonly url: string;
  cut(): Promise<number>;
}

/** A schema of its own; the account may do everything in it. */
export interface FreshDatabase extends AsyncDisposable {
  readonly url: string;
}

/** A prefix of its own, without a colon at its end. */
export interface FreshRedis extends AsyncDisposable {
  readonly url: string;
  readonly prefix: string;
}

/** Makes a vhost that the tests' user may use. */
export async function freshBroker(): Promise<FreshBroker> {
  const vhost = freshName();
  await askBroker('PUT', `vhosts/${vhost}`, { default_queue_type: 'quorum' });
  const everything = { configure: '.*', write: '.*', read: '.*' };
  await askBroker('PUT', `permissions/${vhost}/${encodeURIComponent(brokerUser())}`, everything);
  return {
    url: `${serverUrl('KOPR_TEST_AMQP_URL').replace(/\/+$/, '')}/${vhost}`,
    cut: () => cutConnections(vhost),
    [Symbol.asyncDispose]: async () => {
      await askBroker('DELETE', `vhosts/${vhost}`);
    },
  };
}

/** Makes an empty schema, with the server's own default collation, so that tests notice columns that rely on one. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = freshName();
  const server = serverUrl('KOPR_TEST_MARIADB_URL').replace(/\/+$/, '');
  await runSql(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  return { url: `${server}/${name}`, [Symbol.asyncDispose]: () => runSql(server, `DROP DATABASE IF EXISTS ${name}`) };
}

/** Makes a prefix; its keys are removed at the end. */
export async function freshRedis(): Promise<FreshRedis> {
  const url = serverUrl('KOPR_TEST_REDIS_URL');
  const prefix = freshName();
  return Promise.resolve({ url, prefix, [Symbol.asyncDispose]: () => removeKeys(url, `${prefix}*`) });
}

async function runSql(url: string, sql: string): Promise<void> {
  const connection = await createConnection(url);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

async function removeKeys(url: string, match: string): Promise<void> {
  const redis = new Redis(url);
  try {
    for await (const keys of redis.scanStream({ match, count: 1000 }) as AsyncIterable<string[]>) {
      if (keys.length > 0) await redis.del(...keys);
    }
  } finally {
    redis.disconnect();
  }
}
