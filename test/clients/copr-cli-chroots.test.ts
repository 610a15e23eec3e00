/** Acceptance: what copr-cli from PyPI does to a project's chroots, seen in what is built and published for them. */
import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { admin, freshName, packager, type Packager } from '../kit/client.js';
import { build, buildFile, copr, lists, soon } from '../kit/copr.js';
import { hasGroupsAt, packagesAt } from '../kit/repository.js';
import { srpm } from '../kit/srpm.js';
import { ARCH, CHROOT, must } from '../kit/stack.js';

/** A second chroot; its root is the same image. */
const OTHER = `other-13-${ARCH}`;
const COMPS = `<?xml version="1.0" encoding="UTF-8"?>
<comps><group><id>herbs</id><name>Herbs</name><default>true</default><uservisible>true</uservisible>
<packagelist><packagereq type="mandatory">dill</packagereq></packagelist></group></comps>
`;

describe('copr-cli from PyPI and the chroots of the whole house', function () {
  this.timeout(600_000);
  let jana: Packager;

  before(async () => {
    await admin('chroot', 'create', OTHER, '--engine', 'rpmbuild', '--image', 'kopr/minidistro:13');
    jana = await packager(freshName('jana'));
  });

  it('enables a chroot and disables the other by modify: the new one is published, the old one is kept', async () => {
    await copr(jana, 'create', 'chroots', '--chroot', CHROOT);
    await build(jana, 'chroots', 'chroot-dill');
    await copr(jana, 'modify', 'chroots', '--chroot', OTHER);
    await soon(
      'the new repository is there',
      async () => (await packagesAt(`${jana.name}/chroots/${OTHER}`)) !== undefined,
    );
    const second = await build(jana, 'chroots', 'chroot-caraway');
    expect((await jana.build(second)).chroots).to.deep.equal([OTHER]);
    expect(await lists(`${jana.name}/chroots/${CHROOT}`, 'chroot-dill')).to.equal(true);
    await copr(jana, 'modify', 'chroots', '--chroot', OTHER, '--chroot', CHROOT);
    await build(jana, 'chroots', 'chroot-mint');
    expect(await lists(`${jana.name}/chroots/${CHROOT}`, 'chroot-mint')).to.equal(true);
    expect(await lists(`${jana.name}/chroots/${CHROOT}`, 'chroot-dill')).to.equal(true);
  });

  it('carries an uploaded comps.xml in the repository until it is deleted', async () => {
    const file = join(jana.dir, 'comps.xml');
    await writeFile(file, COMPS);
    await copr(jana, 'edit-chroot', `chroots/${CHROOT}`, '--upload-comps', file);
    await soon('the groups are there', () => hasGroupsAt(`${jana.name}/chroots/${CHROOT}`));
    await build(jana, 'chroots', 'comps-dill', '-r', CHROOT);
    expect(await hasGroupsAt(`${jana.name}/chroots/${CHROOT}`)).to.equal(true);
    expect(await hasGroupsAt(`${jana.name}/chroots/${OTHER}`)).to.equal(false);
    await copr(jana, 'edit-chroot', `chroots/${CHROOT}`, '--delete-comps');
    await soon('the groups are gone', async () => !(await hasGroupsAt(`${jana.name}/chroots/${CHROOT}`)));
  });

  it('builds in the root that edit-chroot asks for', async () => {
    const where = `chroots/${CHROOT}`;
    await copr(
      jana,
      'edit-chroot',
      where,
      '--packages',
      'bison',
      '--rpmbuild-with',
      'extra',
      '--rpmbuild-without',
      'less',
    );
    const spec = { prep: 'command -v bison', extra: '%bcond_with extra\n%bcond_without less' };
    const check = '%{!?with_extra:echo no extra; exit 1}\n%{?with_less:echo less is on; exit 1}';
    const file = await srpm({ name: 'root-dill', ...spec, build: check });
    await buildFile(jana, 'chroots', file, '-r', CHROOT);
  });

  it('prints a mock configuration that Python reads and whose repositories are there', async () => {
    const config = await copr(jana, 'mock-config', 'chroots', CHROOT);
    const file = join(jana.dir, 'mock.cfg');
    await writeFile(
      file,
      `config_opts = {'dnf.conf': ''}\ndef include(path): config_opts['included'] = path\n${config}`,
    );
    const print = "import json, runpy, sys; print(json.dumps(runpy.run_path(sys.argv[1])['config_opts']))";
    const options = JSON.parse(await must('python3', ['-c', print, file])) as Record<string, string>;
    expect(options).to.include({ included: `/etc/mock/${CHROOT}.cfg`, root: `${jana.name}-chroots_${CHROOT}` });
    expect(options['chroot_additional_packages']).to.equal('bison');
    const urls = [...(options['dnf.conf'] ?? '').matchAll(/^baseurl=(.*)$/gm)].map(([, url]) => url ?? '');
    expect(urls).to.have.length(1);
    expect((await fetch(`${urls[0]}repodata/repomd.xml`)).status).to.equal(200);
  });
});
