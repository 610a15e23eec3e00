/** Acceptance: real upstream packages, from the distribution's source tarballs with our own specs, build and install. */
import { expect } from 'chai';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packager, type Packager } from '../kit/client.js';
import { ARCH, CHROOT, FRONTEND, must } from '../kit/stack.js';

describe('real upstream packages', function () {
  this.timeout(900_000);
  let fay: Packager;
  let dir: string;

  before(async () => {
    fay = await packager('fay');
    await fay.project('upstream');
    dir = await mkdtemp(join(tmpdir(), 'kopr-upstream-'));
    await must('scripts/upstream-srpms.sh', [dir], { timeoutMs: 600_000 });
  });

  async function buildOne(name: string): Promise<string[]> {
    const file = (await readdir(dir)).find(
      (one) => one.startsWith(`${name}-`) && /^\d/.test(one.slice(name.length + 1)),
    );
    expect(file, `an SRPM of ${name}`).to.be.a('string');
    const { id } = await fay.upload('upstream', join(dir, file!), { timeout: 1200 });
    const end = await fay.ended(id, 800_000);
    expect(end.state, `${name}: ${String(end.kopr_reason)}`).to.equal('succeeded');
    const built = await fay.api<Record<string, { packages: { name: string; arch: string }[] }>>(
      `/build/built-packages/${id}`,
    );
    return built[CHROOT]!.packages.filter(({ arch }) => arch !== 'src').map((one) => one.name);
  }

  async function install(packages: string[], script: string): Promise<string> {
    const repo = await (await fetch(`${FRONTEND}/coprs/fay/upstream/repo/minidistro-13/x.repo?arch=${ARCH}`)).text();
    const file = join(dir, 'upstream.repo');
    await writeFile(file, repo.replace(/^repo_gpgcheck=.*$/m, 'repo_gpgcheck=1'));
    return must('docker', [
      'run',
      '--rm',
      '--network',
      'host',
      '-v',
      `${file}:/etc/yum.repos.d/upstream.repo:ro`,
      'kopr/minidistro:13',
      'sh',
      '-ec',
      `dnf -y -q install ${packages.join(' ')} >&2; ${script}`,
    ]);
  }

  it('builds GNU hello, and dnf installs it', async () => {
    expect(await buildOne('hello')).to.include('hello');
    expect(await install(['hello'], 'hello')).to.match(/hello/i);
  });

  it('builds a package with a patch', async () => {
    expect(await buildOne('sed')).to.include('sed');
    expect(await install(['sed'], 'echo abc | sed s/b/B/')).to.include('aBc');
  });

  it('builds two subpackages of one source', async () => {
    const names = await buildOne('tree');
    expect(names.filter((name) => name.startsWith('tree') && !/debug/.test(name))).to.have.length.of.at.least(2);
    expect(await install(['tree'], 'tree --version')).to.match(/tree v/);
  });

  it('builds a noarch package', async () => {
    const names = await buildOne('hello-data');
    expect(await install(names, 'rpm -q hello-data --qf %{arch}')).to.include('noarch');
  });

  it('builds a package that needs another one from the project’s own repository', async () => {
    const names = await buildOne('hello-check');
    expect(
      await install(
        names.filter((name) => !/debug/.test(name)),
        'rpm -q hello-check',
      ),
    ).to.include('hello-check-');
  });
});
