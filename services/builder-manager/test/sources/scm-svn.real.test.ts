/** Sources in Subversion: which revision is taken, and what is said when it cannot be. */
import { expect } from 'chai';
import { GIT_FILES, MAKEFILE, packageFiles, TITO_FILES } from '../kit/packages.js';
import { openSourceBench, type SourceBench } from '../kit/source-bench.js';
import { openSvnServer, type SvnServer } from '../kit/svn-server.js';

const specOf = (version: string): string => packageFiles(version)['hello.spec'];

describe('a source in Subversion', function () {
  this.timeout(180_000);
  let bench: SourceBench;
  let svn: SvnServer;
  before(async () => {
    bench = await openSourceBench();
    svn = await openSvnServer(bench.docker.gateway);
    svn.commit({
      'trunk/pkg/hello.spec': specOf('first'),
      'trunk/pkg/greeting.txt': 'Hello\n',
      'trunk/.copr/Makefile': MAKEFILE,
    });
    svn.commit({ 'trunk/pkg/hello.spec': specOf('second') });
    svn.commit({ 'branches/other/hello.spec': GIT_FILES['hello.spec'] });
  });
  after(async () => {
    await svn[Symbol.asyncDispose]();
    await bench[Symbol.asyncDispose]();
  });

  const run = (own: object = {}, kopr = {}) =>
    bench.run({
      type: 'scm',
      params: {
        type: 'svn',
        clone_url: `${svn.url}/trunk`,
        committish: null,
        subdirectory: 'pkg',
        spec: 'hello.spec',
        srpm_build_method: 'make_srpm',
        ...own,
      },
      kopr,
    });

  it('is taken as it is now, and the revision of its last change is told', async () => {
    const { news, log, manifest } = await run();
    expect(news, log).to.equal('succeeded: well');
    expect(manifest?.packages[0]?.version).to.equal('second');
    expect(manifest?.pin).to.deep.equal({ commit: null, version: 'r2' });
  });

  it('is taken at the revision that was named, or at the pinned one before all', async () => {
    for (const [committish, version] of [
      ['r1', 'first'],
      ['2', 'second'],
      ['HEAD', 'second'],
    ]) {
      expect((await run({ committish })).manifest?.packages[0]?.version, committish).to.equal(version);
    }
    const pinned = await run({ committish: 'HEAD' }, { pin: { commit: null, version: 'r1' } });
    expect(pinned.manifest?.pin?.version).to.equal('r1');
    expect(pinned.manifest?.packages[0]?.version).to.equal('first');
  });

  it('can be made by tools that know only git', async () => {
    const files = Object.entries(TITO_FILES).map(([path, text]) => [`tito/${path}`, text] as const);
    svn.commit(Object.fromEntries(files));
    const { news, log, names } = await run({
      clone_url: `${svn.url}/tito`,
      subdirectory: null,
      srpm_build_method: 'tito_test',
    });
    expect(news, log).to.equal('succeeded: well');
    expect(names[0]).to.match(/^hello-1\.0-1\.git\..*\.src\.rpm$/);
  });

  it('fails at the clone when there is no such repository, at the checkout when there is no such revision', async () => {
    const absent = await run({ clone_url: `${svn.url}/nowhere` });
    expect(absent.manifest).to.include({ stage: 'clone' }).and.have.property('reason').that.includes('nowhere');
    const away = await run({ clone_url: 'svn://127.0.0.1:1/x' });
    expect(away.manifest)
      .to.include({ stage: 'clone' })
      .and.have.property('reason')
      .that.match(/^svn failed: Unable to connect/);
    expect((await run({ committish: 'r99' })).manifest).to.include({
      stage: 'checkout',
      reason: 'svn failed: No such revision 99',
    });
    expect((await run({ committish: 'main' })).manifest).to.include({
      stage: 'checkout',
      reason: '"main" is not a revision',
    });
  });

  it('is refused where the guard says no', async () => {
    const closed = { allow_private: false };
    expect((await run({}, closed)).manifest).to.include({ stage: 'clone' });
    expect((await run({ clone_url: 'file:///etc' }, closed)).manifest).to.include({ stage: 'clone' });
    expect((await run({ clone_url: 'svn+ssh://example.org/x' }, closed)).manifest).to.include({ stage: 'clone' });
  });
});
