/** Sources in Subversion: which revision is taken, and what is said when it cannot be. */
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeTrustingImage } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { openDavServer, type DavServer } from '../kit/dav-server.js';
import { GIT_FILES, MAKEFILE, packageFiles, TITO_FILES } from '../kit/packages.js';
import { openSourceBench, type SourceBench } from '../kit/source-bench.js';
import { openSvnServer, type SvnServer } from '../kit/svn-server.js';

const TRUSTING = 'kopr/source-tools:test-trusting-svn';

const specOf = (version: string): string => packageFiles(version)['hello.spec'];

describe('a source in Subversion', function () {
  this.timeout(180_000);
  let bench: SourceBench;
  let svn: SvnServer;
  let dav: DavServer;
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
    dav = await openDavServer(svn.root, `IP:${bench.docker.gateway}`);
    makeTrustingImage('kopr/source-tools:test', TRUSTING, dav.certificate, ['SSL_CERT_FILE']);
  });
  after(async () => {
    execFileSync('docker', ['rmi', '-f', TRUSTING], { stdio: 'ignore' });
    await dav[Symbol.asyncDispose]();
    await svn[Symbol.asyncDispose]();
    await bench[Symbol.asyncDispose]();
  });

  const run = (own: object = {}, kopr = {}, how = {}) =>
    bench.run(
      {
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
      },
      how,
    );

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
      .that.match(/^svn failed: 127\.0\.0\.1 cannot be reached: .*ECONNREFUSED/);
    expect((await run({ committish: 'r99' })).manifest).to.include({
      stage: 'checkout',
      reason: 'svn failed: No such revision 99',
    });
    expect((await run({ committish: 'main' })).manifest).to.include({
      stage: 'checkout',
      reason: '"main" is not a revision',
    });
  });

  it('comes by http, and by https from a server that the image trusts', async () => {
    const host = bench.docker.gateway;
    const secure = `https://${host}:${dav.tlsPort}/svn/hello/trunk`;
    for (const clone_url of [`http://${host}:${dav.port}/svn/hello/trunk`, secure]) {
      const { news, log, manifest } = await run({ clone_url }, {}, { image: TRUSTING });
      expect(news, log).to.equal('succeeded: well');
      expect(manifest?.packages[0]?.version).to.equal('second');
      expect(manifest?.pin).to.deep.equal({ commit: null, version: 'r2' });
    }
    expect((await run({ clone_url: secure })).manifest)
      .to.include({ stage: 'clone' })
      .and.have.property('reason')
      .that.match(/^svn failed: .*certificate/);
  });

  it('is one folder: a file is none', async () => {
    expect((await run({ clone_url: `${svn.url}/trunk/pkg/hello.spec` })).manifest).to.include({
      stage: 'checkout',
      reason: `${svn.url}/trunk/pkg/hello.spec is a file, not a folder`,
    });
  });

  it('is cut off when more comes than may be downloaded', async () => {
    const { manifest } = await run({}, { max_download_bytes: 1000 });
    expect(manifest?.reason).to.equal('svn failed: more than 1000 bytes were transferred, which is the limit');
  });

  it('is not taken from where a server of the web sends svn by another protocol', async () => {
    const location = `${svn.url}/trunk`;
    const server = createServer((_request, response) => response.writeHead(301, { location }).end());
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    const clone_url = `http://${bench.docker.gateway}:${(server.address() as AddressInfo).port}/x`;
    expect((await run({ clone_url })).manifest).to.include({
      stage: 'clone',
      reason: `${clone_url} redirects to ${location}: sources are fetched by http or https, not by svn`,
    });
    server.close();
  });

  it('is refused where the guard says no, in the guard’s words', async () => {
    const closed = { allow_private: false };
    const refused = 'is not an address of the public internet';
    const host = bench.docker.gateway;
    for (const [clone_url, words] of [
      [`${svn.url}/trunk`, refused],
      [`http://${host}:${dav.port}/svn/hello/trunk`, refused],
      ['file:///etc', 'not by file'],
      ['svn+ssh://example.org/x', 'not by svn+ssh'],
      ['svn+kopr://example.org/x', 'not by svn+kopr'],
    ] as const) {
      expect((await run({ clone_url }, closed)).manifest)
        .to.include({ stage: 'clone' })
        .and.have.property('reason')
        .that.includes(words);
    }
  });
});
