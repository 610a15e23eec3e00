import { expect } from 'chai';
import { latestChroot } from '../src/domain/latest-chroot.js';

describe('fedora-latest-<arch>', () => {
  const active = [
    'fedora-rawhide-x86_64',
    'fedora-9-x86_64',
    'fedora-42-x86_64',
    'fedora-eln-x86_64',
    'epel-9-ppc64le',
  ];
  const cases: [string, string, string][] = [
    ['is the newest branched Fedora, by number', 'fedora-latest-x86_64', 'fedora-42-x86_64'],
    ['is the first of its architecture where there is no Fedora', 'fedora-latest-ppc64le', 'epel-9-ppc64le'],
    ['stays as it is where there is nothing of its architecture', 'fedora-latest-s390x', 'fedora-latest-s390x'],
    ['is no other chroot’s name', 'fedora-rawhide-x86_64', 'fedora-rawhide-x86_64'],
  ];
  for (const [what, name, chroot] of cases) {
    it(what, () => {
      expect(latestChroot(name, active)).to.equal(chroot);
    });
  }

  it('is rawhide where nothing is branched', () => {
    const rawhide = ['epel-9-x86_64', 'fedora-rawhide-x86_64'];
    expect(latestChroot('fedora-latest-x86_64', rawhide)).to.equal('fedora-rawhide-x86_64');
  });
});
