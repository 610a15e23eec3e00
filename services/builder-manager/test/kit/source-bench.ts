/** Runs source tasks in real containers, and gathers what came of them. */
import type { Manifest, SourceStage } from '@kopr/proto';
import type Docker from 'dockerode';
import { silentLog } from '@kopr/shared/log';
import { eventually } from '@kopr/shared/testkit';
import { signToken } from '@kopr/shared/token';
import type { Attempt } from '../../src/domain/attempt.js';
import { httpIntake } from '../../src/run/intake.js';
import { attemptNamed, launchOf } from './attempts.js';
import { bundle } from './bundle.js';
import { dockerBench, IMAGE, type Bench } from './docker.js';
import { openGitServer, type GitServer } from './git-server.js';
import { openHouse, type House, type HouseTask } from './house.js';
import { hostOn, recordedNews } from './pretended.js';
import type { OwnSource } from './source-definition.js';

const SOURCE_IMAGE = 'kopr/source-tools:test';

export interface SourceBench extends AsyncDisposable {
  readonly docker: Bench;
  readonly house: House;
  readonly git: GitServer;
  /** Runs one source task to its end. */
  run(source: OwnSource, how?: { readonly image?: string; readonly own?: Partial<Attempt> }): Promise<Ended>;
  /** Runs one RPM task to its end. */
  runRpm(task: HouseTask): Promise<Ended>;
}

/** What came of a task. */
interface Ended {
  /** What the manager said: `succeeded: well`, `failed: …`, `lost: …`. */
  readonly news: string;
  /** At which stage it failed, by the manager's word. */
  readonly stage: SourceStage | null;
  readonly manifest: Manifest | undefined;
  /** Names of the delivered files. */
  readonly names: readonly string[];
  readonly log: string;
  /** The delivered source package. */
  readonly srpm: Buffer | undefined;
  /** The delivered package, of those that are built. */
  readonly rpm: Buffer | undefined;
}

/** Starts all that is needed. `on`: another view of the engine, to change how containers are made. */
export async function openSourceBench(on: (docker: Docker) => Docker = (docker) => docker): Promise<SourceBench> {
  const docker = await dockerBench();
  const house = await openHouse(docker.gateway);
  const git = await openGitServer(docker.gateway);
  const news = recordedNews();
  const intake = httpIntake({ url: house.url, privateKeyPem: house.privateKeyPem, logBytes: 1e8 });
  const host = hostOn(await docker.backend(bundle(), house.url, on), { news, intake, log: silentLog() });
  let count = 0;
  const play = async (attempt: Attempt, image: string): Promise<Ended> => {
    const { task, results } = attempt;
    const grant = { task, attempt: 1, use: 'builder', expiry: 4e9, bytes: 1e9, results } as const;
    await host.launch(launchOf(attempt, { image, token: signToken(grant, house.privateKeyPem) }));
    const isEnd = (line: string): boolean => line.startsWith(`${task}#1 `) && !line.endsWith('started');
    const said = await eventually(() => news.said.find(isEnd), { withinMs: 170_000, what: `the end of ${task}` });
    return endedOf(house, task, said, news.stages.get(`${task}#1`) ?? null);
  };
  return {
    docker,
    house,
    git,
    run(source, { image = SOURCE_IMAGE, own } = {}) {
      const attempt = attemptNamed(String(++count), { kind: 'source', results: 'alice/tools/srpm-builds/1', ...own });
      house.sources.set(attempt.task, source);
      if (source.secret) house.secrets.set(attempt.task, source.secret);
      return play(attempt, image);
    },
    runRpm(task) {
      const attempt = attemptNamed(`${++count}-minidistro-13-x86_64`);
      house.tasks.set(attempt.task, task);
      return play(attempt, IMAGE);
    },
    async [Symbol.asyncDispose]() {
      await host.letGo();
      await docker[Symbol.asyncDispose]();
      await house[Symbol.asyncDispose]();
      await git[Symbol.asyncDispose]();
    },
  };
}

function endedOf(house: House, task: string, said: string, stage: SourceStage | null): Ended {
  const { manifest, log, blobs } = house.delivered(task, 1);
  const names = manifest?.files.map(({ name }) => name) ?? [];
  return {
    news: said.replace(/^\S+ /, ''),
    stage,
    manifest,
    names,
    log: log.toString(),
    srpm: blobs.get(manifest?.files[0]?.sha256 ?? ''),
    rpm: blobs.get(manifest?.files.find(({ name }) => /(?<!\.src)\.rpm$/.test(name))?.sha256 ?? ''),
  };
}
