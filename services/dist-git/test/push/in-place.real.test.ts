import { expect } from 'chai';
import { deliver } from '../builder.js';
import { clone, output } from '../git.js';
import { makeSrpm } from '../make-srpm.js';
import { PROJECT, setStage, type Stage } from '../stage.js';
import { addressOf, commitFiles, newCheckout, push } from './packager.js';
import { tellOfPeople } from './people.js';

const BRANCHES = ['f41', 'f42'];

describe('a build of what was pushed', () => {
  let stage: Stage;
  let url: string;
  let commit: string;
  let repository: string;
  let srpm: Buffer;
  before(async () => {
    stage = await setStage({ KOPR_DIST_GIT_URL: 'http://dist-git.example' });
    ({ url } = await stage.start());
    await tellOfPeople(stage);
    repository = stage.means.layout.repository({ owner: 'alice', dirname: 'tools', package: 'hello' });
    srpm = await makeSrpm();
    await stage.import(100, srpm);
    const dir = await clone(`${url}/git/alice/tools/hello`);
    commit = await commitFiles(dir, { README: 'mine\n' });
    expect(await push(dir, addressOf(url, 'alice'), 'HEAD:f42')).to.include({ ok: true });
  });
  after(() => stage[Symbol.asyncDispose]());

  async function imported(build: number, about: object, made = srpm) {
    const manifest = await deliver(url, { task: String(build) }, made);
    const order = {
      build,
      project: PROJECT,
      attempt: 1,
      manifest,
      branches: BRANCHES,
      submitter: 'alice',
      background: false,
    };
    const pin = { commit, version: null };
    await stage.say('import.requested', { ...order, pin, inPlace: 'alice/tools/hello', ...about });
    return stage.answer(build);
  }

  it('uses that very commit for all its branches, and stores nothing', async () => {
    const answer = await imported(1, {});
    expect(answer).to.deep.include({
      package: 'hello',
      version: '1.0',
      repository: 'alice/tools/hello',
      commits: { f41: commit, f42: commit },
    });
    expect(await output(repository, 'git', 'for-each-ref', '--format=%(refname)')).to.equal(
      'refs/heads/f41\nrefs/heads/f42',
    );
    expect(await output(repository, 'git', 'rev-list', '--count', '--all')).to.equal('2');
  });

  it('finds a commit that the branch was forced away from, which stays', async () => {
    const dir = await newCheckout('f42', { other: 'history\n' });
    expect(await push(dir, '--force', addressOf(url, 'alice'), 'f42')).to.include({ ok: true });
    expect(await imported(2, {})).to.deep.include({ commits: { f41: commit, f42: commit } });
    expect((await fetch(`${url}/archive/alice/tools/hello/${commit}.tar`)).status).to.equal(200);
  });

  it('is refused when the spec is another package’s, the commit is not there, or the repository is not the project’s', async () => {
    expect(await imported(3, {}, await makeSrpm({ name: 'other', sources: {} }))).to.include({
      code: 'unsafe-name',
      reason: 'the spec names the package other, but its repository is that of hello',
    });
    expect(await imported(4, { pin: { commit: 'f'.repeat(40), version: null } })).to.include({ code: 'gone' });
    expect(await imported(5, { inPlace: 'bob/tools/hello' })).to.include({ code: 'internal' });
  });

  it('is imported when a tool has made another spec of it', async () => {
    const before = await output(repository, 'git', 'rev-parse', 'f41');
    const answer = await imported(8, {}, await makeSrpm({ version: '2.0' }));
    expect(answer).to.have.nested.property('commits.f41').that.is.not.oneOf([commit, before]);
  });

  it('has its branch resolved here, without a way out', async () => {
    const source = {
      type: 'distgit',
      srpm: null,
      params: { clone_url: 'http://dist-git.example/git/alice/tools/hello.git', committish: 'f42' },
    } as const;
    const asked = { build: 6, project: PROJECT, source, branches: BRANCHES, submitter: 'alice', background: false };
    await stage.say('source.requested', asked);
    const missing = { ...source, params: { ...source.params, committish: 'nowhere' } };
    await stage.say('source.requested', { ...asked, build: 7, source: missing });
    expect(await stage.answer(7))
      .to.have.property('reason')
      .that.matches(/there is no branch or tag "nowhere"/);
    const head = await output(repository, 'git', 'rev-parse', 'f42');
    const [resolved] = await stage.said('source.resolved');
    expect(resolved).to.deep.include({ build: 6, pin: { commit: head, version: null } });
  });
});
