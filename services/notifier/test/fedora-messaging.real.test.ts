import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { connect } from 'amqplib';
import { expect } from 'chai';
import { taskBegan, taskEnded } from '@kopr/proto';
import { eventually } from '@kopr/shared/testkit';
import { setStage, type Stage } from './stage.js';

const QUEUE = 'fedora';
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What `clients/hear.py` prints for each message. */
interface Heard {
  readonly kind: string;
  readonly topic: string;
  readonly [key: string]: unknown;
}

describe('Python’s fedora-messaging with copr-messaging', () => {
  let stage: Stage;
  let folder: string;
  let consumer: ChildProcess | undefined;
  let complaints = '';
  beforeEach(async () => {
    stage = await setStage();
    folder = await mkdtemp(join(tmpdir(), 'kopr-notifier-'));
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(complaints);
    if (consumer?.kill()) await once(consumer, 'exit');
    await stage[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('takes our messages for Copr’s', async function () {
    // The first time, the clients are installed.
    this.timeout(180_000);
    const heard = await startConsumer();
    await stage.say('task.began', { ...taskBegan.example, address: '10.0.0.5' });
    await stage.say('task.ended', { ...taskEnded.example, state: 'failed' });
    await stage.say('task.ended', {
      ...taskEnded.example,
      ...{ task: '43', kind: 'source', chroot: 'srpm-builds', build: 43, user: null, package: null, version: null },
    });
    await eventually(() => heard.length >= 4, { what: '4 messages heard', withinMs: 20_000 });
    const of = (kind: string): Heard[] => heard.filter((each) => each.kind === kind);
    expect(of('BuildChrootStartedV1DontUse')).to.have.length(1);
    expect(of('BuildChrootStartedV1')).to.have.length(1);
    expect(of('BuildChrootStartedV1')[0]).to.deep.include({
      topic: 'org.kopr.dev.copr.build.start',
      severity: 20,
      usernames: ['alice'],
      project: 'alice/tools',
      build: 42,
      chroot: 'minidistro-13-x86_64',
      package: 'hello-1.0-1',
    });
    const ends = of('BuildChrootEndedV1');
    expect(ends.map(({ build, chroot, status }) => [build, chroot, status])).to.have.deep.members([
      [42, 'minidistro-13-x86_64', 'failed'],
      [43, 'srpm-builds', 'succeeded'],
    ]);
  });

  async function startConsumer(): Promise<Heard[]> {
    const { stdout } = await promisify(execFile)(here('../../../scripts/python-clients.sh'));
    const config = join(folder, 'config.toml');
    await writeFile(config, configFor(stage.publicUrl));
    const args = ['--conf', config, 'consume', '--callback-file', `${here('clients/hear.py')}:hear`];
    const child = spawn(join(stdout.trim(), 'bin/fedora-messaging'), args, { stdio: ['ignore', 'pipe', 'pipe'] });
    consumer = child;
    child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
    const heard: Heard[] = [];
    // Its log goes to the same place.
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('{')) heard.push(JSON.parse(line) as Heard);
      else complaints += `${line}\n`;
    });
    await eventually(() => hasConsumer(stage.publicUrl), { what: 'the consumer listens', withinMs: 60_000 });
    return heard;
  }
});

function configFor(url: string): string {
  return `
amqp_url = ${JSON.stringify(url)}
[[bindings]]
queue = "${QUEUE}"
exchange = "amq.topic"
routing_keys = ["#.copr.#"]
[queues.${QUEUE}]
durable = false
auto_delete = true
exclusive = false
arguments = {}
`;
}

async function hasConsumer(url: string): Promise<boolean> {
  const connection = await connect(url);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    return (await channel.checkQueue(QUEUE)).consumerCount > 0;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}
