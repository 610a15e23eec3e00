/** A frontend of its own as a real process, with a database and a vhost of its own, and the users that recordings assume. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually, freshBroker, freshDatabase, freshRedis } from '@kopr/shared/testkit';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A user's API login and token. */
export interface Credentials {
  readonly login: string;
  readonly token: string;
}

export interface Frontend extends AsyncDisposable {
  readonly url: string;
  readonly amqpUrl: string;
  /** What the users that recordings assume log in with. */
  readonly users: Map<string, Credentials>;
  /** One of the admin's commands, or of the back door's own; answers what it printed. */
  admin(...words: string[]): Promise<string>;
  /** Waits until the frontend has handled a message. */
  heard(message: string): Promise<void>;
}

const PUBLIC = {
  KOPR_FRONTEND_URL: 'https://copr.example.org',
  KOPR_RESULTS_URL: 'http://copr-be.example.org/results',
  KOPR_DIST_GIT_URL: 'http://dg.example.org',
};

const CHROOTS = ['fedora-41-x86_64', 'fedora-42-x86_64', 'fedora-42-aarch64', 'fedora-rawhide-x86_64', 'epel-9-x86_64'];

/** Starts it; `env` adds to its settings. */
export async function openFrontend(env: Record<string, string> = {}): Promise<Frontend> {
  const [database, broker, cache] = await Promise.all([freshDatabase(), freshBroker(), freshRedis()]);
  const dataDir = await mkdtemp(join(tmpdir(), 'kopr-replay-'));
  const keyFile = join(dataDir, 'builder.pub.pem');
  const { publicKey } = generateKeyPairSync('ed25519');
  await writeFile(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  const port = await freePort();
  const settings = {
    ...PUBLIC,
    KOPR_HTTP_PORT: String(port),
    KOPR_DATABASE_URL: database.url,
    KOPR_AMQP_URL: broker.url,
    KOPR_REDIS_URL: cache.url,
    KOPR_DATA_DIR: dataDir,
    KOPR_BUILDER_PUBLIC_KEY_FILE: keyFile,
    KOPR_LOG_LEVEL: 'warn',
    // Copr does this once a day, so nothing of it was recorded.
    KOPR_PRUNE_EVERY: '86400',
    ...env,
  };
  const main = program('services/frontend/src/main.ts', settings, ['ignore', 'inherit', 'inherit']);
  const url = `http://127.0.0.1:${port}`;
  await eventually(() => isReady(url, main), { what: 'the frontend to be ready', withinMs: 60_000 });
  const door = backDoor(settings);
  const users = await people(door.admin);
  return {
    url,
    amqpUrl: broker.url,
    users,
    admin: door.admin,
    heard: async (message) => {
      await door.admin('heard', message);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([ended(main), door.close()]);
      await Promise.all([database, broker, cache].map((one) => one[Symbol.asyncDispose]()));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Stdio = ['pipe' | 'ignore', 'pipe' | 'inherit', 'inherit'];

function program(file: string, settings: Record<string, string>, stdio: Stdio): ChildProcess {
  const args = ['--conditions=source', '--import', 'tsx', file];
  return spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...settings }, stdio });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

async function isReady(url: string, main: ChildProcess): Promise<boolean> {
  if (main.exitCode !== null) throw new Error(`the frontend ended with ${main.exitCode}`);
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Asks one thing after the other; answers come in the order of the questions. */
function backDoor(settings: Record<string, string>) {
  const child = program('services/frontend/test/back-door.ts', settings, ['pipe', 'pipe', 'inherit']);
  if (!child.stdin || !child.stdout) throw new Error('the back door has no pipes');
  const { stdin } = child;
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (words: string[]): Promise<string> => {
    stdin.write(`${JSON.stringify(words)}\n`);
    const line = await answers.next();
    if (line.done === true) throw new Error('the back door is closed');
    const { code, out, err } = JSON.parse(line.value) as { code: number; out: string; err: string };
    if (code !== 0) throw new Error(`${words.join(' ')}: ${err}`);
    return out;
  };
  const admin = (...words: string[]) => {
    const answer = last.then(() => ask(words));
    last = answer.catch(() => undefined);
    return answer;
  };
  const close = async () => {
    const exit = new Promise((resolve) => child.once('exit', resolve));
    stdin.end();
    await exit;
  };
  return { admin, close };
}

/** Everybody and everything that is there before the first step. */
async function people(admin: Frontend['admin']): Promise<Map<string, Credentials>> {
  const users = new Map<string, Credentials>();
  for (const name of ['alice', 'bob', 'carol', 'admin', 'eve']) {
    const config = await admin('user', 'create', name, ...(name === 'admin' ? ['--admin'] : []));
    const value = (key: string) => new RegExp(`^${key}\\s*=\\s*(.*)$`, 'm').exec(config)?.[1] ?? '';
    users.set(name, { login: value('login'), token: value('token') });
  }
  await admin('expire-tokens', 'eve');
  await admin('group', 'create', 'devel', 'bob', 'carol');
  for (const chroot of CHROOTS) await admin('chroot', 'create', chroot, ...moreOf(chroot));
  return users;
}

/** The recordings' dist-git calls the branch of rawhide so. */
function moreOf(chroot: string): string[] {
  return chroot.includes('rawhide') ? ['--branch', 'master', '--comment', 'Rawhide, may break'] : [];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
