import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { output } from './git.js';
import { makeSrpm } from './make-srpm.js';
import { PROJECT, setStage, type Stage } from './stage.js';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const TO = { id: 8, owner: 'bob', name: 'tools', dirname: 'tools' };
const PACKAGES = Array.from({ length: 100 }, (_, at) => `package${at}`);

describe('a fork that is interrupted', () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage({ KOPR_IMPORT_LEASE: '1' });
    const service = await stage.start();
    await stage.import(1, await makeSrpm());
    await service.stop();
    for (const kind of ['git/alice/tools/hello.git', 'lookaside/alice/tools/hello']) {
      for (const name of PACKAGES) {
        await cp(join(stage.dataDir, kind), join(stage.dataDir, kind.replace('hello', name)), { recursive: true });
      }
    }
  });
  after(() => stage[Symbol.asyncDispose]());

  function startProcess(): ChildProcess {
    const env = { ...process.env, ...stage.env, KOPR_HTTP_PORT: '0', KOPR_LOG_LEVEL: 'error' };
    return spawn(process.execPath, ['--conditions=source', '--import', 'tsx', MAIN], { env, stdio: 'inherit' });
  }
  const list = (dir: string) => readdir(join(stage.dataDir, dir)).catch(() => []);
  const repositories = () => list('git/bob/tools');

  it('is whole in every package that readers can see, and finished by the next process', async () => {
    await stage.say('source.fork-requested', { from: PROJECT, to: TO, packages: PACKAGES });
    for (const enough of [1, 50]) {
      const first = startProcess();
      await eventually(async () => (await repositories()).length >= enough, {
        what: 'some are there',
        withinMs: 30_000,
      });
      first.kill('SIGKILL');
      await once(first, 'exit');
      for (const name of await repositories()) {
        const git = join(stage.dataDir, 'git/bob/tools', name);
        await output(git, 'git', 'cat-file', '-e', 'f42:hello.spec');
        const references = await list(`lookaside/bob/tools/${name.replace('.git', '')}`);
        expect(references, name).to.deep.equal(['hello-1.0.tar.gz']);
      }
    }
    await stage.start();
    await eventually(async () => (await stage.db.query<unknown[]>('SELECT 1 FROM forks')).length === 0, {
      what: 'all are done with',
      withinMs: 30_000,
    });
    expect(await repositories()).to.have.members(PACKAGES.map((name) => `${name}.git`));
  });
});
