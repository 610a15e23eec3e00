/** A dist-git as a process of its own, with real servers, and everything that asks it for imports and feeds it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BodyInput } from '@kopr/proto';
import { createBus, done, envelopeOf } from '@kopr/shared/bus';
import { silentLog } from '@kopr/shared/log';
import { freshBroker, freshDatabase } from '@kopr/shared/testkit';

/** `pid` is the service's. */
export interface ImportHouse extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Of whoever works by hand. */
  readonly byHand: string;
  /** By path. */
  readonly srpms: Map<string, Buffer>;
  /** Asks for all of them, and waits for the last answer; throws when one was not imported. */
  importAll(requests: readonly BodyInput<'source.requested'>[]): Promise<void>;
}

/** Opens it; `workers` imports run at the same time. */
export async function openImportHouse(workers: number): Promise<ImportHouse> {
  const [broker, database, root] = [await freshBroker(), await freshDatabase(), await mkdtemp(join(tmpdir(), 'kopr-'))];
  const srpms = new Map<string, Buffer>();
  const server = createServer((request, response) => void response.end(srpms.get(request.url ?? '')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const byHand = join(root, 'by-hand');
  for (const dir of ['distgit', 'by-hand/git', 'by-hand/lookaside']) await mkdir(join(root, dir), { recursive: true });
  const service = await startService(root, {
    KOPR_AMQP_URL: broker.url,
    KOPR_DATABASE_URL: database.url,
    KOPR_FRONTEND_BUILDER_URL: url,
    KOPR_IMPORT_WORKERS: String(workers),
  });
  const bus = createBus({ url: broker.url, service: 'frontend', log: silentLog() });
  const open = new Map<number, (problem?: string) => void>();
  bus.consume('source.imported', ({ build }) => settled(open.get(build)));
  bus.consume('source.failed', ({ build, reason }) => settled(open.get(build), reason));
  await bus.start();
  return {
    url,
    pid: service.pid ?? 0,
    byHand,
    srpms,
    importAll: async (requests) => {
      const answers = requests.map(
        ({ build }) => new Promise<string | undefined>((resolve) => open.set(build, resolve)),
      );
      for (const request of requests) await bus.publish(envelopeOf('source.requested', request));
      const problem = (await Promise.all(answers)).find((one) => one !== undefined);
      if (problem !== undefined) throw new Error(`an import failed: ${problem}`);
    },
    [Symbol.asyncDispose]: async () => {
      await bus.stop();
      await end(service, server);
      for (const one of [database, broker]) await one[Symbol.asyncDispose]();
      await rm(root, { recursive: true, force: true });
    },
  };
}

function settled(tell: ((problem?: string) => void) | undefined, problem?: string): Promise<typeof done> {
  tell?.(problem);
  return Promise.resolve(done);
}

async function startService(root: string, settings: Record<string, string>): Promise<ChildProcess> {
  const key = join(root, 'builder.pub.pem');
  const { publicKey } = generateKeyPairSync('ed25519');
  await writeFile(key, publicKey.export({ type: 'spki', format: 'pem' }));
  const own = { KOPR_DATA_DIR: join(root, 'distgit'), KOPR_HTTP_PORT: '0', KOPR_LOG_LEVEL: 'error' };
  const env = { ...process.env, ...own, KOPR_BUILDER_PUBLIC_KEY_FILE: key, ...settings };
  return spawn(process.execPath, ['services/dist-git/dist/main.js'], { env, stdio: 'inherit' });
}

async function end(service: ChildProcess, server: Server): Promise<void> {
  const ended = once(service, 'exit');
  service.kill('SIGTERM');
  await ended;
  server.closeAllConnections();
  server.close();
}
