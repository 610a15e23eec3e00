/** Acceptance: rpkg from PyPI, unmodified, builds a package of a git repository in Kopr with `rpkg copr-build`. */
import { expect } from 'chai';
import { packager, type Packager } from '../kit/client.js';
import type { Machine } from '../kit/machine.js';
import { packagerMachine, SAMPLE } from '../kit/packager-machine.js';
import { specText } from '../kit/srpm.js';
import { CHROOT } from '../kit/stack.js';

const FILES = {
  sources: '',
  'sample.txt': 'built by rpkg\n',
  'rpkg-sample.spec': specText({
    name: 'rpkg-sample',
    version: '2.0',
    extra: 'Source0: sample.txt',
    install: 'install -D -m 644 %{SOURCE0} %{buildroot}/usr/share/%{name}/sample.txt',
    files: '/usr/share/%{name}',
  }),
};

describe('rpkg from PyPI', function () {
  this.timeout(900_000);
  let irma: Packager;
  let pc: Machine;
  // rpkg takes the distribution from the branch; `main` is none, so it is named.
  const coprBuild = (...args: string[]) =>
    pc.exec('rpkg', '--path', SAMPLE, '--name', 'rpkg-sample', '--release', 'rhel-9', 'copr-build', ...args);

  before(async () => {
    irma = await packager('irma');
    await irma.project('rpkg');
    pc = await packagerMachine(irma, FILES);
  });
  after(() => pc[Symbol.asyncDispose]());

  it('makes the source package, submits it and watches the build to its end', async () => {
    const { code, stdout, stderr } = await coprBuild('irma/rpkg');
    expect(code, stdout + stderr).to.equal(0);
    const id = Number(/Created builds: (\d+)/.exec(stdout)?.[1]);
    expect(stdout).to.include(`Build ${id}: succeeded`);
    const build = await irma.build(id);
    expect(build).to.deep.include({ state: 'succeeded', ownername: 'irma', projectname: 'rpkg', chroots: [CHROOT] });
    expect(build.source_package).to.deep.include({ name: 'rpkg-sample' });
  });

  it('does not wait when it need not, and ends badly where there is nothing to build in', async () => {
    const { code, stdout, stderr } = await coprBuild('--nowait', 'irma/rpkg');
    expect(code, stderr).to.equal(0);
    expect((await irma.ended(Number(/Created builds: (\d+)/.exec(stdout)?.[1]))).state).to.equal('succeeded');
    const refused = await coprBuild('irma/no-such-project');
    expect(refused.code).not.to.equal(0);
    expect(refused.stdout + refused.stderr).to.include('irma/no-such-project');
  });
});
