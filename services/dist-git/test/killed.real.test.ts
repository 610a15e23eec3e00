import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Order, orderOf } from '../src/domain/order.js';
import { enqueue } from '../src/store/enqueue.js';
import { manifestOf, sha256 } from './builder.js';
import { filesIn } from './files.js';
import { output } from './git.js';
import { bundleVictim, live } from './killed/lives.js';
import { writeSrpm } from './rpm-writer.js';
import { PROJECT, requestOf, setStage, type Stage } from './stage.js';

/** Longer than this suite: a dead process's claim ends when the test says so. */
const LEASE = '600';
const traceOf = (build: number) => `00-${'1'.repeat(32)}-${String(build).padStart(16, '0')}-01`;

describe('an import whose process is killed', () => {
  let stage: Stage;
  let bundle: string;
  /** How many things an import does. */
  let effects = 0;
  before(async () => {
    stage = await setStage({ KOPR_IMPORT_LEASE: LEASE, KOPR_IMPORT_WORKERS: '1', KOPR_LOG_LEVEL: 'error' });
    bundle = await bundleVictim();
  });
  after(() => stage[Symbol.asyncDispose]());

  /** A package of its own, so that each death finds the same work. */
  const srpmOf = (build: number): Buffer =>
    writeSrpm({
      name: `hello${build}`,
      files: [
        { name: `hello${build}.spec`, content: `Name: hello${build}\n` },
        { name: 'fix.patch', content: '--- a\n+++ b\n' },
        { name: `hello-${build}.tar.gz`, content: `archive ${build}` },
      ],
    });
  const repositoryOf = (build: number) =>
    stage.means.layout.repository({ owner: PROJECT.owner, dirname: PROJECT.dirname, package: `hello${build}` });
  /** Also when its predecessor's remains are gone: whoever takes over a dead claim has them removed. */
  const isOver = async (build: number): Promise<boolean> => {
    const rows = await stage.db.query<unknown[]>("SELECT 1 FROM imports WHERE build = ? AND state = 'done'", [build]);
    const { work, spool } = stage.means.layout;
    if (rows.length === 0 || (await readdir(work)).length > 0) return false;
    // It goes last, after the answer.
    return !(await readdir(spool)).includes(`${build}.src.rpm`);
  };

  /** A process that dies of the `effect`-th thing that the import of this build does, if there are as many. */
  async function dieOf(build: number, order: Order, effect: number): Promise<boolean> {
    await enqueue(stage.db.manager, order, traceOf(build));
    const life = live(bundle, { ...stage.env, KOPR_DIE_AT: String(effect), KOPR_DIE_TRACE: traceOf(build) });
    const died = await life.diedBefore(() => isOver(build));
    await life.end();
    await stage.db.query("UPDATE imports SET due_at = UTC_TIMESTAMP(3) WHERE state = 'running'");
    return died;
  }

  /** One commit, one copy of the archive, one answer; and no trace of all the deaths. */
  async function expectOnce(first: number, last: number): Promise<void> {
    const answers = await stage.said('source.imported');
    for (let build = first; build <= last; build++) {
      const repository = repositoryOf(build);
      expect(
        answers.filter((one) => one.build === build),
        `answers about ${build}`,
      ).to.have.length(1);
      expect(await output(repository, 'git', 'rev-list', '--all', '--count'), `commits of ${build}`).to.equal('1');
      expect(await output(repository, 'git', 'fsck', '--strict', '--unreachable')).to.equal('');
      expect(await output(repository, 'git', 'count-objects', '-v')).to.match(/^garbage: 0$/m);
    }
    expect(await stage.said('source.failed')).to.deep.equal([]);
  }

  /** Each process carries the import that its predecessor died of to its end, before it dies of the next. */
  it('is done once, wherever its process dies', async function () {
    this.timeout(600_000);
    let build = 0;
    for (let died = true; died;) {
      build++;
      const srpm = srpmOf(build);
      stage.web.has.set(`/${build}`, srpm);
      died = await dieOf(build, orderOf(requestOf(build, `${stage.web.url}/${build}`, srpm)), build);
    }
    effects = build - 1;
    expect(effects).to.be.above(30);
    await expectOnce(1, build);
    expect(await filesIn(join(stage.dataDir, 'blobs'))).to.have.length(build);
    expect(await filesIn(join(stage.dataDir, 'lookaside'))).to.have.length(build);
    for (const dir of ['work', 'spool']) expect(await readdir(join(stage.dataDir, dir)), dir).to.deep.equal([]);
  });

  it('is done once from the intake, too, of which nothing stays', async function () {
    this.timeout(600_000);
    const deaths = [1, 2, 3, 4, ...Array.from({ length: 9 }, (_, index) => effects - 10 + index), Infinity];
    for (const [index, effect] of deaths.entries()) {
      const build = 1000 + index;
      await dieOf(build, await putToIntake(build), effect);
    }
    await expectOnce(1000, 1000 + deaths.length - 1);
    for (const dir of ['work', 'intake', 'trash']) {
      expect(await readdir(join(stage.dataDir, dir)), dir).to.deep.equal([]);
    }
  });

  async function putToIntake(build: number): Promise<Order> {
    const attempt = stage.means.layout.attempt(String(build), 1);
    const srpm = srpmOf(build);
    const manifest = manifestOf({ task: String(build) }, srpm);
    await mkdir(join(attempt, 'blobs'), { recursive: true });
    await writeFile(join(attempt, 'blobs', sha256(srpm)), srpm);
    await writeFile(join(attempt, 'manifest.json'), manifest);
    const asked = requestOf(build, 'http://nowhere/', srpm);
    return { kind: 'intake', request: { ...asked, inPlace: null, attempt: 1, manifest: sha256(manifest) } };
  }
});
