/** Repositories that users name, for scripts and for builds: dnf really reads them, and only through the guard. */
import type Docker from 'dockerode';
import { expect } from 'chai';
import { spec } from './kit/packages.js';
import { serveRepo, type RepoServer } from './kit/repo-server.js';
import { buildScript, scriptTask } from './kit/source.js';
import { openSourceBench, type SourceBench } from './kit/source-bench.js';

/** A name whose text is that of any host in public, and that leads inside. */
const NAME = 'packages.example.org';
const REFUSED = `build dependencies could not be installed: ${NAME} is not an address of the public internet; nothing is fetched from there`;

describe('a repository that a user names', function () {
  this.timeout(180_000);
  let bench: SourceBench;
  let server: RepoServer;

  const withName = (docker: Docker): Docker =>
    Object.assign(Object.create(docker) as Docker, {
      createContainer(spec: Docker.ContainerCreateOptions) {
        const ExtraHosts = [
          ...((spec.HostConfig?.ExtraHosts as string[] | undefined) ?? []),
          `${NAME}:${bench.docker.gateway}`,
        ];
        return docker.createContainer({ ...spec, HostConfig: { ...spec.HostConfig, ExtraHosts } });
      },
    });

  before(async () => {
    bench = await openSourceBench(withName);
    const { rpm, log } = await bench.runRpm(scriptTask(buildScript('true')));
    if (!rpm) throw new Error(log);
    server = await serveRepo(rpm);
  });
  beforeEach(() => void server.asked.splice(0));
  after(async () => {
    await server[Symbol.asyncDispose]();
    await bench[Symbol.asyncDispose]();
  });

  const reposAt = (host: string) => [
    { id: 'http_named', name: 'Additional repo', baseurl: `http://${host}:${server.port}/` },
  ];
  const LOOK = 'rpm -q probe; cat /etc/yum.repos.d/kopr-http_named.repo';

  describe('for the packages of a script', () => {
    const run = (repos: ReturnType<typeof reposAt>, allow_private: boolean) => {
      const script = `#!/bin/sh -e\n${LOOK}\ncat >hello.spec <<'END'\n${spec()}\nEND\n`;
      const params = { script, chroot: 'minidistro-13-x86_64', builddeps: 'probe', resultdir: null, repos: '' };
      return bench.run({ type: 'custom', params, repos, kopr: { allow_private } }, { image: 'kopr/minidistro:13' });
    };

    it('has what nobody else has, through the guard', async () => {
      const { news, log } = await run(reposAt(NAME), true);
      expect(news, log).to.equal('succeeded: well');
      expect(log)
        .to.match(/^probe-1-1\.noarch$/m)
        .and.match(/^proxy=http:\/\/127\.0\.0\.1:\d+$/m);
      expect(server.asked).to.include.members(['/repodata/repomd.xml', '/package.rpm']);
    });

    it('is not asked for anything where it is inside, whatever it is called', async () => {
      const { manifest, log } = await run(reposAt(NAME), false);
      expect(manifest, log).to.include({ outcome: 'failed', stage: 'srpm-build', reason: REFUSED });
      const { manifest: plain } = await run(reposAt(bench.docker.gateway), false);
      expect(plain?.reason).to.include(`${bench.docker.gateway} is not an address of the public internet`);
      expect(server.asked).to.deep.equal([]);
    });
  });

  describe('for a build', () => {
    const run = (repos: ReturnType<typeof reposAt>, kopr: object) =>
      bench.runRpm(scriptTask(`BuildRequires: probe\n${buildScript('rpm -q probe')}`, { repos, kopr }));

    it('has what nobody else has, through the guard, though the build has no network', async () => {
      const { news, log } = await run(reposAt(NAME), { allow_private: true });
      expect(news, log).to.equal('succeeded: well');
      expect(log).to.match(/^probe-1-1\.noarch$/m);
      expect(server.asked).to.include.members(['/repodata/repomd.xml', '/package.rpm']);
    });

    it('is not asked for anything where it is inside, whatever it is called', async () => {
      const { manifest, log } = await run(reposAt(NAME), {});
      expect(manifest, log).to.include({ outcome: 'failed', reason: REFUSED });
      const { manifest: plain } = await run(reposAt(bench.docker.gateway), {});
      expect(plain?.reason).to.include(`${bench.docker.gateway} is not an address of the public internet`);
      expect(server.asked).to.deep.equal([]);
    });

    it('is read directly, wherever it is, when house or operator named it', async () => {
      const { news, log } = await run(reposAt(NAME), { trusted_repos: ['http_named'] });
      expect(news, log).to.equal('succeeded: well');
      expect(server.asked).to.include('/package.rpm');
    });
  });
});
