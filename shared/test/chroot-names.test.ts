import { expect } from 'chai';
import { branchOf, parseChrootName } from '@kopr/shared/domain';

describe('chroot names', () => {
  it('are split from the right', () => {
    expect(parseChrootName('centos-stream-9-x86_64')).to.deep.equal({
      os: 'centos-stream',
      version: '9',
      arch: 'x86_64',
      release: 'centos-stream-9',
    });
  });

  it('need three pieces', () => {
    for (const name of ['', 'fedora', 'fedora-42', 'fedora-42-', 'fedora 42-x86_64', '../x-1-y/z']) {
      expect(parseChrootName(name), name).to.equal(undefined);
    }
  });

  const BRANCHES: readonly [string, string][] = [
    ['fedora-rawhide-x86_64', 'master'],
    ['fedora-42-x86_64', 'f42'],
    ['fedora-42-aarch64', 'f42'],
    ['fedora-eln-x86_64', 'feln'],
    ['epel-6-x86_64', 'el6'],
    ['epel-7-x86_64', 'epel7'],
    ['epel-10-s390x', 'epel10'],
    ['mageia-cauldron-x86_64', 'cauldron'],
    ['mageia-9-x86_64', 'mga9'],
    ['opensuse-tumbleweed-x86_64', 'opensusetumbleweed'],
    ['centos-stream-9-x86_64', 'centos-stream9'],
    ['minidistro-13-x86_64', 'minidistro13'],
    ['constructor-1-x86_64', 'constructor1'],
  ];
  for (const [chroot, branch] of BRANCHES) {
    it(`let ${chroot} be built from branch ${branch}`, () => expect(branchOf(chroot)).to.equal(branch));
  }
});
