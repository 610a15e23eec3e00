/** A dist-git with everything real around it: broker, database, disk, git, and a web server to import from. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Body, BodyInput, Envelope, MessageType } from '@kopr/proto';
import { createBus, done, envelopeOf } from '@kopr/shared/bus';
import { readConfig } from '@kopr/shared/config';
import { silentLog } from '@kopr/shared/log';
import { type RunningService, startService } from '@kopr/shared/service';
import { eventually, freshBroker, freshDatabase } from '@kopr/shared/testkit';
import type { DataSource } from 'typeorm';
import { SETTINGS } from '../src/config.js';
import { createApp } from '../src/http/app.js';
import { distGitParts, webOf, meansOf } from '../src/parts.js';
import { openStore } from '../src/store/open.js';
import type { Means } from '../src/verbs/means.js';
import { PUBLIC_KEY } from './builder.js';
import { scratchDir } from './scratch.js';
import { openWeb, type Web } from './web.js';

type Answer = Body<'source.imported'> | Body<'source.failed'>;
type Request = Body<'source.requested'>;

export interface Stage extends AsyncDisposable {
  readonly web: Web;
  readonly dataDir: string;
  /** What a process of the service needs in its environment. */
  readonly env: Record<string, string>;
  /** For looking, and for verbs by themselves. */
  readonly db: DataSource;
  readonly means: Means;
  /** Everything that dist-git said, in the order in which it was heard. */
  readonly heard: Answer[];
  /** Starts the service; several times for several replicas. */
  start(env?: Record<string, string>): Promise<RunningService & { url: string }>;
  say<T extends MessageType>(type: T, body: BodyInput<T>): Promise<Envelope>;
  repeat(envelope: Envelope): Promise<void>;
  /** Everything of a type that dist-git has put into its outbox, the oldest first. */
  said<T extends MessageType>(type: T): Promise<Body<T>[]>;
  /** Waits for the one answer about a build. */
  answer(build: number): Promise<Answer>;
  /** Waits for the answer to what was asked in this round. */
  answerIn(build: number, round: number): Promise<Answer>;
  /** Serves the bytes, asks for their import, waits for the answer. */
  import(build: number, srpm: Buffer, about?: Partial<Request>): Promise<Answer>;
}

export const PROJECT = { id: 7, owner: 'alice', name: 'tools', dirname: 'tools' };

/** The request to import a file of the web server; what it announces is right. */
export function requestOf(build: number, url: string, srpm: Buffer, about: Partial<Request> = {}): Request {
  const sha256 = createHash('sha256').update(srpm).digest('hex');
  return {
    build,
    project: PROJECT,
    source: { type: 'upload', srpm: { url, size: srpm.length, sha256 }, params: { pkg: 'hello-1.0-1.src.rpm' } },
    branches: ['f41', 'f42'],
    submitter: 'alice',
    background: false,
    batch: null,
    pin: null,
    private: false,
    round: 0,
    ...about,
  };
}

/** Builds the stage; no dist-git runs on it yet. */
export async function setStage(settings: Record<string, string> = {}): Promise<Stage> {
  const log = silentLog();
  const [broker, database, web] = await Promise.all([freshBroker(), freshDatabase(), openWeb()]);
  const [dataDir, secrets] = [settings['KOPR_DATA_DIR'] ?? (await scratchDir()), await scratchDir()];
  await writeFile(join(secrets, 'builder.pub.pem'), PUBLIC_KEY);
  const env = {
    KOPR_AMQP_URL: broker.url,
    KOPR_DATABASE_URL: database.url,
    KOPR_DATA_DIR: dataDir,
    KOPR_FRONTEND_BUILDER_URL: web.url,
    KOPR_BUILDER_PUBLIC_KEY_FILE: join(secrets, 'builder.pub.pem'),
    KOPR_IMPORT_LEASE: '2',
    KOPR_MIN_FREE_BYTES: '0',
    ...settings,
  };
  const db = await openStore(database.url, log);
  const frontend = createBus({ url: broker.url, service: 'frontend', log });
  const heard: Answer[] = [];
  for (const type of ['source.imported', 'source.failed'] as const) {
    frontend.consume(type, (body) => {
      heard.push(body);
      return Promise.resolve(done);
    });
  }
  await frontend.start();
  const services: RunningService[] = [];

  const start: Stage['start'] = async (more = {}) => {
    const config = readConfig(SETTINGS, { ...env, ...more });
    const means = meansOf(config, await openStore(database.url, log), log);
    const bus = createBus({ url: broker.url, service: 'dist-git', log });
    const http = createApp(webOf(config, means));
    const service = await startService({
      name: 'dist-git',
      log,
      port: 0,
      http,
      parts: distGitParts(config, means, bus),
    });
    services.push(service);
    return { ...service, url: `http://127.0.0.1:${service.port}` };
  };
  const say: Stage['say'] = async (type, body) => {
    const envelope = envelopeOf(type, body);
    await frontend.publish(envelope);
    return envelope;
  };
  const answerIn = (build: number, round: number): Promise<Answer> =>
    eventually(() => heard.find((one) => one.build === build && one.round === round), {
      what: `an answer about build ${build} in round ${round}`,
      withinMs: 20_000,
    });
  const answer = (build: number): Promise<Answer> => answerIn(build, 0);
  return {
    web,
    dataDir,
    env,
    db,
    means: meansOf(readConfig(SETTINGS, env), db, log),
    heard,
    start,
    say,
    repeat: (envelope) => frontend.publish(envelope),
    said: async (type) => {
      const rows = await db.query<{ envelope: string }[]>('SELECT envelope FROM outbox WHERE type = ? ORDER BY id', [
        type,
      ]);
      return rows.map(({ envelope }) => (JSON.parse(envelope) as { body: never }).body);
    },
    answer,
    answerIn,
    import: async (build, srpm, about) => {
      const path = `/tmp/random${build}/hello.src.rpm`;
      web.has.set(path, srpm);
      await say('source.requested', requestOf(build, `${web.url}${path}`, srpm, about));
      return answer(build);
    },
    [Symbol.asyncDispose]: async () => {
      for (const service of services) await service.stop();
      await frontend.stop();
      await db.destroy();
      for (const server of [web, database, broker]) await server[Symbol.asyncDispose]();
    },
  };
}
