import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { orderOf } from '../src/domain/order.js';
import { openImportLog } from '../src/sources/import-log.js';
import { claimNext } from '../src/store/claim-next.js';
import { enqueue } from '../src/store/enqueue.js';
import { importSource } from '../src/verbs/import-source.js';
import { output } from './git.js';
import { makeSrpm } from './make-srpm.js';
import { requestOf, setStage, type Stage } from './stage.js';

const TRACE = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

describe('an import that is interrupted', () => {
  let stage: Stage;
  beforeEach(async () => (stage = await setStage({ KOPR_IMPORT_LEASE: '1' })));
  afterEach(() => stage[Symbol.asyncDispose]());

  function startProcess(): ChildProcess {
    const env = { ...process.env, ...stage.env, KOPR_HTTP_PORT: '0', KOPR_LOG_LEVEL: 'error' };
    return spawn(process.execPath, ['--conditions=source', '--import', 'tsx', MAIN], { env, stdio: 'inherit' });
  }

  it('is finished by another process when its own was killed in the middle', async () => {
    const srpm = await makeSrpm();
    let tries = 0;
    stage.web.has.set('/slow', (response) => {
      tries++;
      if (tries === 1) response.write(srpm.subarray(0, 1000));
      else response.end(srpm);
    });
    const first = startProcess();
    await stage.say('source.requested', requestOf(1, `${stage.web.url}/slow`, srpm));
    await eventually(() => tries === 1, { what: 'the download has begun', withinMs: 20_000 });
    first.kill('SIGKILL');
    await stage.start();
    expect(await stage.answer(1)).to.include({ package: 'hello' });
    expect(stage.heard).to.have.length(1);
  });

  it('comes to the same commits when git was done but nobody had been told', async () => {
    const srpm = await makeSrpm();
    stage.web.has.set('/x', srpm);
    await enqueue(stage.db.manager, orderOf(requestOf(2, `${stage.web.url}/x`, srpm)), TRACE);
    const job = await claimNext(stage.db, { lastServed: [], perOwner: 1 }, 500);
    const dir = join(stage.dataDir, 'work', job!.claim);
    await mkdir(dir, { recursive: true });
    const story = await openImportLog(stage.means.layout.log(2), () => undefined);
    const { signal } = new AbortController();
    const done = await importSource(stage.means, job!, { dir, story, signal, begin: () => undefined });
    await story.close();
    await stage.start();
    const answer = await stage.answer(2);
    expect({ imported: { round: 0, ...(done as { imported: object }).imported } }).to.deep.equal({ imported: answer });
    const repository = stage.means.layout.repository({ owner: 'alice', dirname: 'tools', package: 'hello' });
    expect(await output(repository, 'git', 'rev-list', '--all', '--count')).to.equal('1');
  });

  it('waits while the disk is nearly full, and goes on by itself', async () => {
    const full = await stage.start({ KOPR_MIN_FREE_BYTES: String(Number.MAX_SAFE_INTEGER) });
    const srpm = await makeSrpm();
    stage.web.has.set('/x', srpm);
    await stage.say('source.requested', requestOf(3, `${stage.web.url}/x`, srpm));
    await eventually(
      async () => (await (await fetch(`${full.url}/import-logs/3.log`)).text()).includes('waits for space'),
      { what: 'the log tells of the full disk' },
    );
    expect(stage.heard).to.deep.equal([]);
    await full.stop();
    await stage.start();
    expect(await stage.answer(3)).to.include({ package: 'hello' });
  });

  it('is given up when it kills every process that takes it', async () => {
    const srpm = await makeSrpm();
    stage.web.has.set('/x', srpm);
    await enqueue(stage.db.manager, orderOf(requestOf(4, `${stage.web.url}/x`, srpm)), TRACE);
    await stage.db.query("UPDATE imports SET state = 'running', crashes = 4");
    await stage.start();
    expect(await stage.answer(4)).to.include({ code: 'internal' });
  });

  it('shares its repository with others one after the other, over several processes', async () => {
    await Promise.all([stage.start(), stage.start()]);
    const srpms = await Promise.all([1, 2, 3, 4].map((version) => makeSrpm({ version: `${version}.0` })));
    const answers = await Promise.all(srpms.map((srpm, index) => stage.import(10 + index, srpm)));
    expect(answers.map((one) => 'commits' in one)).to.deep.equal([true, true, true, true]);
    const repository = stage.means.layout.repository({ owner: 'alice', dirname: 'tools', package: 'hello' });
    expect(await output(repository, 'git', 'rev-list', '--count', 'f42')).to.equal('4');
  });
});
