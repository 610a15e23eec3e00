/** A frontend with real servers, for tests: its own schema and key prefix, listening on a port of its own. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BodyInput, MessageType } from '@kopr/proto';
import { readConfig } from '@kopr/shared/config';
import { silentLog, type Log } from '@kopr/shared/log';
import { readKeyring } from '@kopr/shared/sealed';
import { answerBrokenRequests } from '@kopr/shared/service';
import { freshDatabase, freshRedis, writeSealingKeys } from '@kopr/shared/testkit';
import { Redis } from 'ioredis';
import { SETTINGS } from '../src/config.js';
import type { HttpDeps } from '../src/http/deps.js';
import { buildApp } from '../src/http/app.js';
import { openSessions } from '../src/http/sessions.js';
import { openStore } from '../src/store/database.js';
import { alterChroot } from '../src/verbs/alter-chroot.js';
import { createUser } from '../src/verbs/create-user.js';
import { newToken } from '../src/verbs/new-token.js';

/** An answer of the API: status, headers, decoded body. */
interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

export interface Stack extends AsyncDisposable {
  readonly deps: HttpDeps;
  readonly url: string;
  /** PEM of the key that builder tokens are signed with. */
  readonly privateKey: string;
  /** Makes a user; answers the Authorization header of a new token. */
  user(name: string, more?: { admin?: boolean; email?: string; password?: string }): Promise<string>;
  /** A request; `body` goes as JSON unless it is a form. */
  ask(verb: string, path: string, auth?: string, body?: unknown): Promise<Reply>;
  /** Types of what was said since the last call, in order. */
  said(): Promise<string[]>;
  /** Bodies of all that was said of one type. */
  bodies<T extends MessageType>(type: T): Promise<BodyInput<T>[]>;
}

const CHROOTS = ['fedora-42-x86_64', 'fedora-42-aarch64', 'epel-9-x86_64'];

/** Opens it; `env` adds to the settings. */
export async function openStack(env: Record<string, string> = {}, log: Log = silentLog()): Promise<Stack> {
  const [database, cache] = await Promise.all([freshDatabase(), freshRedis()]);
  const dataDir = await mkdtemp(join(tmpdir(), 'kopr-frontend-'));
  const keys = generateKeyPairSync('ed25519');
  const keyFile = join(dataDir, 'builder.pub.pem');
  writeFileSync(keyFile, keys.publicKey.export({ type: 'spki', format: 'pem' }));
  const own = {
    KOPR_AMQP_URL: 'amqp://nobody@localhost/none',
    KOPR_DATABASE_URL: database.url,
    KOPR_DATA_DIR: dataDir,
    KOPR_BUILDER_PUBLIC_KEY_FILE: keyFile,
    KOPR_SEALING_KEYS_FILE: writeSealingKeys(dataDir),
  };
  const config = readConfig(SETTINGS, { ...own, ...env });
  const db = await openStore(config.databaseUrl, readKeyring(config.sealingKeys), silentLog());
  const redis = new Redis(cache.url);
  const sessions = openSessions(redis, 1, `${cache.prefix}:`);
  const deps: HttpDeps = { config, db, log, now: () => new Date(), sessions };
  for (const name of CHROOTS) await alterChroot(deps, { name, engine: 'rpmbuild', image: 'kopr/test:1' });
  const server = createServer(buildApp(deps));
  answerBrokenRequests(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let seen = 0;
  return {
    deps,
    url,
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    user: async (name, more = {}) => {
      const { login, token } = await newToken(deps, await createUser(deps, { name, ...more }));
      return `Basic ${Buffer.from(`${login}:${token}`).toString('base64')}`;
    },
    ask: (verb, path, auth, body) => ask(url, verb, path, auth, body),
    said: async () => {
      const rows: { id: number; type: string }[] = await db.query(
        'SELECT id, type FROM outbox WHERE id > ? ORDER BY id',
        [seen],
      );
      seen = rows.at(-1)?.id ?? seen;
      return rows.map(({ type }) => type);
    },
    bodies: async (type) => {
      const rows: { envelope: string }[] = await db.query('SELECT envelope FROM outbox WHERE type = ? ORDER BY id', [
        type,
      ]);
      return rows.map(({ envelope }) => (JSON.parse(envelope) as { body: never }).body);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      redis.disconnect();
      await db.destroy();
      await Promise.all([database[Symbol.asyncDispose](), cache[Symbol.asyncDispose]()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function ask(url: string, verb: string, path: string, auth?: string, body?: unknown): Promise<Reply> {
  const isForm = body instanceof FormData || body instanceof URLSearchParams;
  const headers = {
    ...(auth === undefined ? {} : { authorization: auth }),
    ...(isForm || body === undefined ? {} : JSON_TYPE),
  };
  const sent = body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) };
  const response = await fetch(url + path, { method: verb, headers, redirect: 'manual', ...sent });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as Reply['json']) : {},
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** The form that copr-cli sends to upload an SRPM. */
export function uploadForm(fields: object, name = 'hello-1.0-1.src.rpm', content = 'srpm bytes'): FormData {
  const form = new FormData();
  form.append('pkgs', new Blob([content], { type: 'application/x-rpm' }), name);
  form.append('json', new Blob([JSON.stringify(fields)], { type: 'application/json' }), 'json');
  return form;
}
