/** A frontend of its own as a real process, with a database and a vhost of its own, and the users that recordings assume. */
import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freshBroker, freshDatabase, freshRedis, writeSealingKeys } from '@kopr/shared/testkit';
import { backDoor, program } from './back-door.js';
import { people, type Credentials } from './people.js';

export interface Frontend extends AsyncDisposable {
  readonly url: string;
  readonly amqpUrl: string;
  /** What the users that recordings assume log in with. */
  readonly users: Map<string, Credentials>;
  /** Lines of its log that tell of an error. */
  readonly errors: readonly string[];
  /** One of the admin's commands, or of the back door's own; answers what it printed. */
  admin(...words: string[]): Promise<string>;
  /** Waits until the frontend has handled a message. */
  heard(message: string): Promise<void>;
  /** Ends its process as a power cut would. */
  crash(): Promise<void>;
  /** Starts another process on the same data. */
  restart(): Promise<void>;
}

/** Addresses as in the recordings. */
const PUBLIC = {
  KOPR_FRONTEND_URL: 'https://copr.example.org',
  KOPR_RESULTS_URL: 'http://copr-be.example.org/results',
  KOPR_DIST_GIT_URL: 'http://dg.example.org',
  KOPR_LOG_LEVEL: 'warn',
  // Copr does this once a day, so nothing of it was recorded.
  KOPR_PRUNE_EVERY: '86400',
};

/** Starts it; `env` adds to its settings. */
export async function openFrontend(env: Record<string, string> = {}): Promise<Frontend> {
  const servers = await Promise.all([freshDatabase(), freshBroker(), freshRedis()]);
  const [database, broker, cache] = servers;
  const dataDir = await mkdtemp(join(tmpdir(), 'kopr-replay-'));
  const port = String(await freePort());
  const redisUrl = `${cache.url}?keyPrefix=${cache.prefix}:`;
  const own = { KOPR_DATABASE_URL: database.url, KOPR_AMQP_URL: broker.url, KOPR_REDIS_URL: redisUrl };
  const settings = { ...PUBLIC, ...own, ...(await files(dataDir)), KOPR_HTTP_PORT: port, ...env };
  const errors: string[] = [];
  const house = { settings, errors, main: startMain(settings, errors) };
  const close = async () => {
    await ended(house.main, 'SIGTERM');
    for (const server of servers) await server[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    return await furnish({ url: `http://127.0.0.1:${port}`, amqpUrl: broker.url, house, close });
  } catch (error) {
    await close();
    throw error;
  }
}

/** The process, and what it was started with; another may take its place. */
interface House {
  readonly settings: Record<string, string>;
  readonly errors: string[];
  main: ChildProcess;
}

interface Bare {
  readonly url: string;
  readonly amqpUrl: string;
  readonly house: House;
  close(): Promise<void>;
}

function startMain(settings: Record<string, string>, errors: string[]): ChildProcess {
  const main = program('services/frontend/src/main.ts', settings);
  main.stdout.setEncoding('utf8').on('data', (lines: string) => {
    errors.push(...lines.split('\n').filter((line) => line.includes('"level":"error"')));
  });
  return main;
}

/** Waits until it is ready, and brings in who is there from the start. */
async function furnish({ url, amqpUrl, house, close }: Bare): Promise<Frontend> {
  const { settings, errors } = house;
  const ready = () =>
    eventually(() => isReady(url, house), { what: 'the frontend to be ready', withinMs: 60_000 }).then(() => undefined);
  await ready();
  const door = backDoor(settings);
  const users = await people(door.admin);
  return {
    url,
    amqpUrl,
    users,
    errors,
    admin: door.admin,
    heard: async (message) => {
      await door.admin('heard', message);
    },
    crash: () => ended(house.main, 'SIGKILL'),
    restart: () => {
      house.main = startMain(settings, errors);
      return ready();
    },
    [Symbol.asyncDispose]: async () => {
      await door.close();
      await close();
    },
  };
}

async function files(dataDir: string): Promise<Record<string, string>> {
  const keyFile = join(dataDir, 'builder.pub.pem');
  const { publicKey } = generateKeyPairSync('ed25519');
  await writeFile(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  return {
    KOPR_DATA_DIR: dataDir,
    KOPR_BUILDER_PUBLIC_KEY_FILE: keyFile,
    KOPR_SEALING_KEYS_FILE: writeSealingKeys(dataDir),
  };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exit;
}

async function isReady(url: string, { main, errors }: House): Promise<boolean> {
  if (main.exitCode !== null) throw new Error(`the frontend ended with ${main.exitCode}: ${errors.join(' ')}`);
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
