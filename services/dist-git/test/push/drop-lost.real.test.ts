import { expect } from 'chai';
import { keptRefs } from '../../src/git/refs.js';
import { feedGit } from '../../src/git/run-git.js';
import { dropOnce } from '../../src/loops/drop-lost.js';
import { output } from '../git.js';
import { makeSrpm } from '../make-srpm.js';
import { setStage, type Stage } from '../stage.js';
import { addressOf, commitFiles, newCheckout, push } from './packager.js';
import { tellOfPeople } from './people.js';

const NAME = { owner: 'alice', dirname: 'tools', package: 'hello' };
const DAY_MS = 86_400_000;

describe('what a force push leaves behind', () => {
  let stage: Stage;
  let url: string;
  let repository: string;
  let lost: string;
  let dir: string;
  /** `f42` was overwritten. */
  beforeEach(async () => {
    stage = await setStage({ KOPR_KEEP_LOST_DAYS: '10' });
    ({ url } = await stage.start());
    await tellOfPeople(stage);
    repository = stage.means.layout.repository(NAME);
    const first = await newCheckout('f42', { 'hello.spec': 'Name: hello\n', secret: 'leaked\n' });
    lost = await output(first, 'git', 'rev-parse', 'HEAD');
    expect(await push(first, to(), 'f42')).to.include({ ok: true });
    dir = await newCheckout('f42');
    await output(dir, 'git', 'fetch', '-q', first);
    expect(await push(dir, '--force', to(), 'f42')).to.include({ ok: true });
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  const to = () => addressOf(url, 'alice');
  const after = (days: number) => dropOnce(stage.means, new Date(Date.now() + days * DAY_MS));
  const kept = async () => [...(await keptRefs(repository)).values()];
  const isServed = async (commit: string) => (await fetch(`${url}/archive/alice/tools/hello/${commit}.tar`)).ok;

  it('is kept for some days, then it goes, first its refs and later the objects, and nobody finds it any more', async () => {
    await after(10);
    expect([await kept(), await isServed(lost)]).to.deep.equal([[lost], true]);
    await after(11.5);
    expect([await kept(), await isServed(lost)], 'a fork may be copying').to.deep.equal([[], true]);
    await after(11.6);
    expect(await isServed(lost)).to.equal(false);
    expect(await output(repository, 'git', 'cat-file', '-e', lost).catch(() => 'gone')).to.equal('gone');
    expect(await isServed(await output(dir, 'git', 'rev-parse', 'HEAD'))).to.equal(true);
    await commitFiles(dir, { README: 'on\n' });
    expect(await push(dir, to(), 'f42')).to.include({ ok: true });
    expect(await stage.db.query('SELECT 1 FROM pushes')).to.deep.equal([]);
  });

  it('waits for an import of it, and for whoever holds the repository', async () => {
    await stage.import(1, await makeSrpm());
    await stage.db.query(
      `UPDATE imports SET state = 'waiting', due_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR,
              request = JSON_SET(request, '$.inPlace', 'alice/tools/hello')`,
    );
    await after(12);
    expect(await kept()).to.deep.equal([lost]);
    await stage.db.query("UPDATE imports SET request = JSON_REMOVE(request, '$.inPlace'), holds = 'alice/tools/hello'");
    await after(12);
    expect(await kept()).to.deep.equal([lost]);
    await stage.db.query('UPDATE imports SET holds = NULL');
    await after(12);
    expect(await kept()).to.deep.equal([]);
  });

  it('goes also when a deleted branch left it, but not what a branch has by then', async () => {
    const commit = await commitFiles(dir, { README: 'a feature\n' });
    expect(await push(dir, to(), 'HEAD:refs/heads/feature', `${lost}:refs/heads/again`)).to.include({ ok: true });
    expect(await push(dir, to(), ':feature')).to.include({ ok: true });
    expect((await kept()).sort()).to.deep.equal([commit, lost].sort());
    await after(12);
    await after(12.1);
    expect([await kept(), await isServed(commit), await isServed(lost)]).to.deep.equal([[], false, true]);
  });

  it('is not more than is kept: then branches go forward only, and stay', async () => {
    const head = await output(repository, 'git', 'rev-parse', 'f42');
    const many = Array.from({ length: 1000 }, (_, at) => `create refs/kopr/kept/2026-01-01/n${at} ${head}\n`);
    await feedGit(repository, many.join(''), 'update-ref', '--stdin');
    expect((await push(dir, to(), ':f42')).said).to.match(/1000 commits of deleted and overwritten branches/);
    const other = await newCheckout('f42', { other: 'x' });
    expect((await push(other, '--force', to(), 'f42')).said).to.match(/non-fast-forward/);
    await commitFiles(dir, { README: 'on\n' });
    expect(await push(dir, to(), 'f42', 'f42:feature')).to.include({ ok: true });
  });
});
