import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { flush, frame } from '../../src/domain/push/pkt-line.js';
import { allRefs } from '../../src/git/refs.js';
import { output } from '../git.js';
import { setStage, type Stage } from '../stage.js';
import { addressOf, newCheckout, push } from './packager.js';
import { basicAuth, tellOfPeople } from './people.js';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const NAME = { owner: 'alice', dirname: 'tools', package: 'hello' };

describe('a push whose dist-git is killed', () => {
  let stage: Stage;
  let victim: ChildProcess;
  let url: string;
  let repository: string;
  beforeEach(async () => {
    stage = await setStage({ KOPR_IMPORT_LEASE: '1' });
    const port = await freePort();
    const env = { ...process.env, ...stage.env, KOPR_HTTP_PORT: String(port), KOPR_LOG_LEVEL: 'error' };
    victim = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', MAIN], { env, stdio: 'inherit' });
    url = `http://127.0.0.1:${port}`;
    const isReady = async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok;
    await eventually(isReady, { what: 'dist-git is ready', withinMs: 60_000 });
    await tellOfPeople(stage);
    repository = stage.means.layout.repository(NAME);
  });
  afterEach(async () => {
    victim.kill('SIGKILL');
    await stage[Symbol.asyncDispose]();
  });

  const kill = async () => {
    victim.kill('SIGKILL');
    if (victim.exitCode === null && victim.signalCode === null) await once(victim, 'exit');
  };
  const isSettled = async () => (await stage.db.query<unknown[]>('SELECT 1 FROM pushes')).length === 0;

  it('after git moved the refs and before anybody was told is told by the next', async () => {
    const dir = await newCheckout('f42');
    const lock = stage.db.createQueryRunner();
    // Nobody can say anything while this is held.
    await lock.query('LOCK TABLES outbox READ');
    const pushed = push(dir, addressOf(url, 'alice'), 'f42');
    await eventually(async () => (await allRefs(repository)).size === 1, { what: 'git has moved the branch' });
    await kill();
    await lock.query('UNLOCK TABLES');
    await lock.release();
    expect(await pushed).to.include({ ok: false });
    expect(await stage.said('git.pushed')).to.deep.equal([]);
    await stage.start();
    await eventually(isSettled, { what: 'the push is settled' });
    const commit = await output(dir, 'git', 'rev-parse', 'HEAD');
    expect(await stage.said('git.pushed'))
      .to.have.length(1)
      .and.to.have.nested.property('[0].commit', commit);
  });

  it('that does not go on ends when its time is over', async () => {
    const slow = await stage.start({ KOPR_PUSH_TIMEOUT: '1' });
    const client = beginPush(slow.url);
    const closed = new Promise((resolve) => client.on('close', resolve));
    await eventually(async () => !(await isSettled()), { what: 'the push has begun' });
    await eventually(isSettled, { what: 'the push is over' });
    await closed;
  });

  it('in the middle of the pack takes git with it, and leaves nothing', async () => {
    beginPush(url);
    await eventually(async () => (await receivers(repository)).length > 0, { what: 'git is at it' });
    await kill();
    await eventually(async () => (await receivers(repository)).length === 0, { what: 'git is gone' });
    await stage.start();
    await eventually(isSettled, { what: 'the push is settled' });
    expect(await stage.said('git.pushed')).to.deep.equal([]);
    expect(await readdir(join(stage.dataDir, 'git/alice/tools'))).to.deep.equal([]);
  });
});

/** A client that sends the beginning of a pack, and then nothing. */
function beginPush(url: string): ClientRequest {
  const path = `${url}/git/alice/tools/hello/git-receive-pack`;
  const client = request(path, { method: 'POST', headers: { authorization: basicAuth('alice') } });
  client.on('error', () => undefined);
  client.write(Buffer.concat([frame(`${'0'.repeat(40)} ${'a'.repeat(40)} refs/heads/f42\0report-status`), flush]));
  client.write('PACK');
  return client;
}

/** The processes of git that have this repository on their command line. */
async function receivers(repository: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')));
  return lines.filter((line) => line.includes('receive-pack') && line.includes(repository));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
