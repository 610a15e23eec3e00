import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Body } from '@kopr/proto';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { clone, output } from './git.js';
import { makeSrpm } from './make-srpm.js';
import { PROJECT, requestOf, setStage, type Stage } from './stage.js';

type Commits = Body<'source.imported'>['commits'];
type Project = typeof PROJECT;

const bob = (id: number, name = 'tools'): Project => ({ id, owner: 'bob', name, dirname: name });

describe('the sources of a fork', () => {
  let stage: Stage;
  let url: string;
  let commits: Commits;
  const archive = randomBytes(5 * 1024 * 1024);
  const sha512 = createHash('sha512').update(archive).digest('hex');

  beforeEach(async () => {
    stage = await setStage();
    ({ url } = await stage.start());
    commits = await imported(1, '1.0');
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  async function imported(
    build: number,
    version: string,
    about: Parameters<Stage['import']>[2] = {},
  ): Promise<Commits> {
    const srpm = await makeSrpm({ version, sources: { 'hello-1.0.tar.gz': archive, 'fix.patch': '--- a\n+++ b\n' } });
    const answer = await stage.import(build, srpm, about);
    if (!('commits' in answer)) throw new Error(answer.reason);
    return answer.commits;
  }
  const path = ({ owner, dirname }: Project, name = 'hello') => `${owner}/${dirname}/${name}`;
  const bare = (project: Project) => join(stage.dataDir, 'git', `${path(project)}.git`);
  const head = (project: Project, branch = 'f42') => output(bare(project), 'git', 'rev-parse', branch);
  const served = (project: Project, method = 'HEAD') => {
    const file = 'hello-1.0.tar.gz';
    return fetch(`${url}/repo/pkgs/${path(project)}/${file}/sha512/${sha512}/${file}`, { method });
  };
  const said = (to: Project, packages = ['hello'], from: Project = PROJECT) =>
    stage.say('source.fork-requested', { from, to, packages });
  /** All that was asked for so far is done with. */
  const settled = () =>
    eventually(
      async () => {
        const [row] = await stage.db.query<{ asked: string; open: string }[]>(
          `SELECT (SELECT COUNT(*) FROM inbox WHERE type = 'source.fork-requested') AS asked,
                  (SELECT COUNT(*) FROM forks) AS open`,
        );
        return Number(row?.asked) === asked && Number(row?.open) === 0;
      },
      { what: 'the copies are made', withinMs: 20_000 },
    );
  let asked = 0;
  beforeEach(() => (asked = 0));
  async function fork(...args: Parameters<typeof said>): Promise<void> {
    asked++;
    await said(...args);
    await settled();
  }

  it('are the same commits and the same archives, at the fork’s own addresses', async () => {
    await fork(bob(8));
    const dir = await clone(`${url}/git/bob/tools/hello`);
    expect(await output(dir, 'git', 'rev-parse', 'HEAD', 'origin/f41', 'origin/f42')).to.equal(
      [commits['f41'], commits['f41'], commits['f42']].join('\n'),
    );
    expect(await output(dir, 'git', 'fsck', '--strict')).to.equal('');
    const answer = await served(bob(8), 'GET');
    expect(Buffer.from(await answer.arrayBuffer()).equals(archive)).to.equal(true);
    const tar = await fetch(`${url}/archive/bob/tools/hello/${commits['f42']}.tar`);
    expect([tar.status, (await tar.text()).includes('hello.spec')]).to.deep.equal([200, true]);
  });

  it('take hardly any room, however many the forks are', async () => {
    const used = async () => Number((await output(stage.dataDir, 'du', '-sk', '.')).split('\t')[0]);
    const before = await used();
    const forks = Array.from({ length: 20 }, (_, at) => bob(10 + at, `copy${at}`));
    for (const to of forks) await said(to);
    asked = forks.length;
    await settled();
    expect((await Promise.all(forks.map((to) => served(to)))).map(({ status }) => status)).to.deep.equal(
      forks.map(() => 200),
    );
    expect((await used()) - before).to.be.below(20 * 100);
  });

  it('stay as they are when it is asked for again, and new branches join', async () => {
    await fork(bob(8));
    await imported(2, '2.0', { branches: ['f42', 'f43'] });
    await fork(bob(8));
    expect([await head(bob(8)), await head(bob(8), 'f41')]).to.deep.equal([commits['f42'], commits['f41']]);
    expect(await head(bob(8), 'f43')).to.equal(await head(PROJECT, 'f43'));
    expect(await output(bare(bob(8)), 'git', 'fsck', '--strict')).to.equal('');
  });

  it('do not touch the commits that the destination has', async () => {
    const own = await imported(2, '7.0', { project: bob(8), branches: ['f42'] });
    await fork(bob(8));
    expect(await head(bob(8))).to.equal(own['f42']);
    expect(await head(bob(8), 'f41')).to.equal(commits['f41']);
  });

  it('do not care whether the original changes, is repacked or goes', async () => {
    await fork(bob(8));
    await imported(2, '2.0');
    await output(bare(PROJECT), 'git', 'gc', '-q', '--prune=now');
    await stage.say('project.deleted', { project: PROJECT, dirnames: ['tools'] });
    await eventually(async () => (await served(PROJECT)).status === 404, { what: 'the original is gone' });
    await eventually(async () => (await readdir(join(stage.dataDir, 'trash'))).length === 0, { what: 'empty trash' });
    expect(await output(bare(bob(8)), 'git', 'fsck', '--strict')).to.equal('');
    expect(await head(bob(8))).to.equal(commits['f42']);
    expect((await served(bob(8))).status).to.equal(200);
    await fork(bob(9, 'again'), ['hello'], bob(8));
    expect((await served(bob(9, 'again'))).status).to.equal(200);
  });

  it('go on from there: the next import adds a commit', async () => {
    await fork(bob(8));
    await imported(2, '2.0', { project: bob(8) });
    expect(await output(bare(bob(8)), 'git', 'rev-list', '--count', 'f42')).to.equal('2');
    expect(await head(PROJECT)).to.equal(commits['f42']);
  });

  it('are there for the packages that have some, and the others are passed over', async () => {
    await fork(bob(8), ['never', 'hello', 'hello', '../../etc', '.git', 'x'.repeat(255)]);
    expect(await readdir(join(stage.dataDir, 'git/bob/tools'))).to.deep.equal(['hello.git']);
  });

  it('of a fork of a fork wait for the first copy', async () => {
    // The second copy is for another owner, whose turn comes first.
    await stage.db.query(
      `INSERT INTO forks (package, from_id, from_owner, from_dirname, project_id, owner, dirname, trace, due_at, created_at)
       VALUES ('hello', 7, 'alice', 'tools', 8, 'bob', 'tools', '', UTC_TIMESTAMP(3) + INTERVAL 2 SECOND, UTC_TIMESTAMP(3))`,
    );
    const to = { ...bob(9), owner: 'carol' };
    await fork(to, ['hello'], bob(8));
    expect(await head(to)).to.equal(commits['f42']);
  });

  it('are not copied from or into a project that was deleted', async () => {
    const gone = { ...PROJECT, id: 9, name: 'gone', dirname: 'gone' };
    await imported(2, '2.0', { project: gone });
    for (const project of [gone, bob(8)]) await stage.say('project.deleted', { project, dirnames: [project.name] });
    const buried = async () => (await stage.db.query<unknown[]>('SELECT 1 FROM tombstones')).length === 2;
    await eventually(buried, { what: 'tombstones' });
    await fork(bob(8));
    await fork(bob(10), ['hello'], gone);
    expect([(await served(bob(8))).status, (await served(bob(10))).status]).to.deep.equal([404, 404]);
  });

  it('are not another project’s that has the name now', async () => {
    await imported(2, '2.0', { project: { ...PROJECT, id: 20 } });
    await fork(bob(21));
    expect((await served(bob(21))).status).to.equal(404);
    // A fork with an old number does not get into the new project, either.
    await fork({ ...PROJECT, id: 19 }, ['hello'], { ...PROJECT, id: 20 });
    expect(await output(bare(PROJECT), 'git', 'rev-list', '--count', 'f42')).to.equal('1');
  });

  it('begin anew when the destination’s name belonged to a deleted project', async () => {
    await imported(2, '7.0', { project: bob(8) });
    await fork(bob(9));
    expect(await head(bob(9))).to.equal(commits['f42']);
  });

  it('wait while the same package is imported into the destination', async () => {
    await stage.db.query(
      `INSERT INTO imports (build, project_id, owner, dirname, background, request, trace, state, due_at, claim, holds, created_at)
       VALUES (99, 8, 'bob', 'tools', 0, '{}', '', 'running', UTC_TIMESTAMP(3) + INTERVAL 1 HOUR, 'x', 'bob/tools/hello',
               UTC_TIMESTAMP(3))`,
    );
    await said(bob(8));
    const waits = async () =>
      (await stage.db.query<unknown[]>("SELECT 1 FROM forks WHERE note LIKE '%imported%'")).length;
    await eventually(async () => (await waits()) === 1, { what: 'the copy waits' });
    expect((await served(bob(8))).status).to.equal(404);
    await stage.db.query('DELETE FROM imports WHERE build = 99');
    asked = 1;
    await settled();
    expect((await served(bob(8))).status).to.equal(200);
  });

  it('and imports into both projects at the same time do not harm each other', async () => {
    await stage.start();
    const srpms = await Promise.all([2, 3, 4].map((version) => makeSrpm({ version: `${version}.0` })));
    const imports = srpms.flatMap((srpm, at) => [
      stage.import(10 + at, srpm),
      stage.import(20 + at, srpm, { project: bob(8) }),
    ]);
    const targets = Array.from({ length: 10 }, (_, at) =>
      bob(at % 2 === 0 ? 8 : 30 + at, at % 2 === 0 ? 'tools' : `t${at}`),
    );
    for (const to of targets) await said(to);
    const answers = await Promise.all(imports);
    asked = targets.length;
    await settled();
    expect(answers.filter((answer) => !('commits' in answer))).to.deep.equal([]);
    for (const project of [PROJECT, ...targets]) {
      expect(await output(bare(project), 'git', 'fsck', '--strict', '--no-dangling'), path(project)).to.equal('');
    }
    const last = answers[5] as Body<'source.imported'>;
    await output(bare(bob(8)), 'git', 'cat-file', '-e', last.commits['f42'] ?? '');
  });

  it('survive what a dead process left: another takes the copy when its lease is over', async () => {
    await stage.db.query(
      `INSERT INTO forks (package, from_id, from_owner, from_dirname, project_id, owner, dirname, trace, due_at, claim, tries,
                          created_at)
       VALUES ('hello', 7, 'alice', 'tools', 8, 'bob', 'tools', '', UTC_TIMESTAMP(3) + INTERVAL 1 SECOND, 'dead', 1,
               UTC_TIMESTAMP(3))`,
    );
    // It had come as far as the archives, and had begun a repository.
    const file = join(stage.dataDir, 'lookaside/bob/tools/hello/hello-1.0.tar.gz/sha512', sha512);
    await mkdir(file, { recursive: true });
    await mkdir(join(stage.dataDir, 'work/dead/repository/objects'), { recursive: true });
    await writeFile(join(stage.dataDir, 'work/dead/repository/HEAD'), '');
    await settled();
    expect(await head(bob(8))).to.equal(commits['f42']);
    expect((await served(bob(8))).status).to.equal(200);
  });

  it('are given up with the package that kills every process, and only there', async () => {
    await stage.db.query(
      `INSERT INTO forks (package, from_id, from_owner, from_dirname, project_id, owner, dirname, trace, due_at, tries, created_at)
       VALUES ('hello', 7, 'alice', 'tools', 8, 'bob', 'tools', '', UTC_TIMESTAMP(3), 8, UTC_TIMESTAMP(3)),
              ('hello', 7, 'alice', 'tools', 9, 'bob', 'other', '', UTC_TIMESTAMP(3), 7, UTC_TIMESTAMP(3))`,
    );
    await settled();
    expect([(await served(bob(8))).status, (await served(bob(9, 'other'))).status]).to.deep.equal([404, 200]);
  });

  it('are asked for twice and copied once', async () => {
    const envelope = await said(bob(8));
    await stage.repeat(envelope);
    await stage.say('source.requested', requestOf(5, `${stage.web.url}/none`, Buffer.alloc(1)));
    await stage.answer(5);
    asked = 1;
    await settled();
    expect(await head(bob(8))).to.equal(commits['f42']);
  });
});
