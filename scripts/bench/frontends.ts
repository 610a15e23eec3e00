/** Frontend processes to be measured, as they run in production but for where they come from. */
import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, writeSealingKeys } from '@kopr/shared/testkit';

/** Addresses of what they need. */
export interface Needs {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly amqpUrl: string;
}

/** Running ones. */
export interface Frontends extends AsyncDisposable {
  readonly urls: readonly string[];
  readonly pids: readonly number[];
}

const FIRST_PORT = 15_800;
/** As the Dockerfile starts it. */
const AS_IN_IMAGE = ['--max-old-space-size=384', '--max-semi-space-size=8', '--enable-source-maps'];

/** Starts so many and waits until they are ready. `nodeOptions`: for looking closer, such as --cpu-prof. */
export async function startFrontends(count: number, needs: Needs, nodeOptions: readonly string[]): Promise<Frontends> {
  const dir = await mkdtemp(join(tmpdir(), 'kopr-bench-'));
  const keyFile = join(dir, 'builder.pub.pem');
  writeFileSync(keyFile, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }));
  const env = {
    NODE_ENV: 'production',
    KOPR_DATABASE_URL: needs.databaseUrl,
    KOPR_REDIS_URL: needs.redisUrl,
    KOPR_AMQP_URL: needs.amqpUrl,
    KOPR_DATA_DIR: dir,
    KOPR_BUILDER_PUBLIC_KEY_FILE: keyFile,
    KOPR_SEALING_KEYS_FILE: writeSealingKeys(dir),
    // The seeded builds are all old, of one version: the loop looks for what may go, and lets all of it be.
    KOPR_PRUNE_DAYS: '10000',
  };
  const started = Array.from({ length: count }, (_, nth) =>
    start(FIRST_PORT + nth, join(dir, `${nth}.log`), env, nodeOptions),
  );
  try {
    for (const { url, log } of started) await ready(url, log);
  } catch (error) {
    await stop(started, dir);
    throw error;
  }
  return {
    urls: started.map(({ url }) => url),
    pids: started.map(({ child }) => child.pid ?? 0),
    [Symbol.asyncDispose]: () => stop(started, dir),
  };
}

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly log: string;
}

/** Its log goes to a file, as it does under Docker: writing it is part of the price. */
function start(port: number, log: string, env: Record<string, string>, nodeOptions: readonly string[]): Started {
  const output = openSync(log, 'w');
  const args = [...nodeOptions, ...AS_IN_IMAGE, 'services/frontend/dist/main.js'];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...env, KOPR_HTTP_PORT: String(port) },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  return { child, url: `http://127.0.0.1:${port}`, log };
}

async function ready(url: string, log: string): Promise<void> {
  const answers = async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok;
  try {
    await eventually(answers, { withinMs: 60_000, what: `${url} is ready` });
  } catch (error) {
    throw new Error(`the frontend does not start:\n${(await readFile(log, 'utf8')).slice(-4000)}`, { cause: error });
  }
}

async function stop(started: readonly Started[], dir: string): Promise<void> {
  await Promise.all(
    started.map(async ({ child }) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }),
  );
  await rm(dir, { recursive: true, force: true });
}
