/** Acceptance: what copr-cli from PyPI does to projects and their repositories, seen where people see it: in what is published. */
import { expect } from 'chai';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { admin, packager, type Packager } from '../kit/client.js';
import { machine } from '../kit/machine.js';
import { hasGroupsAt, packagesAt, textAt } from '../kit/repository.js';
import { srpm } from '../kit/srpm.js';
import { ARCH, CHROOT, FRONTEND, must, until } from '../kit/stack.js';

/** A second chroot; its root is the same image. */
const OTHER = `other-13-${ARCH}`;
const COMPS = `<?xml version="1.0" encoding="UTF-8"?>
<comps><group><id>herbs</id><name>Herbs</name><default>true</default><uservisible>true</uservisible>
<packagelist><packagereq type="mandatory">dill</packagereq></packagelist></group></comps>
`;

describe('copr-cli from PyPI and the projects of the whole house', function () {
  this.timeout(600_000);
  let jana: Packager;
  let karl: Packager;

  before(async () => {
    await admin('chroot', 'create', OTHER, '--engine', 'rpmbuild', '--image', 'kopr/minidistro:13');
    [jana, karl] = [await packager('jana'), await packager('karl')];
  });

  const copr = async (who: Packager, ...args: string[]) => {
    const { code, stdout, stderr } = await who.copr(...args);
    expect(code, `${args.join(' ')}\n${stdout}${stderr}`).to.equal(0);
    return stdout;
  };
  const build = async (who: Packager, where: string, name: string, ...more: string[]) => {
    const out = await copr(who, 'build', where, '--nowait', ...more, await srpm({ name }));
    const id = Number(/Created builds: (\d+)/.exec(out)?.[1]);
    expect((await who.ended(id)).state).to.equal('succeeded');
    return id;
  };
  const soon = (what: string, check: () => Promise<boolean>) => until(what, 60_000, check);
  const lists = async (path: string, name: string) =>
    (await packagesAt(path))?.some((found) => found.includes(`-${name}/`)) ?? false;

  it('forks a project: the fork installs, and its packages are signed with its own key', async () => {
    await copr(jana, 'create', 'original', '--chroot', CHROOT);
    await build(jana, 'original', 'fork-dill');
    const out = await copr(karl, 'fork', 'jana/original', 'forked');
    expect(out).to.include('karl/forked');
    await soon('the fork has the package', () => lists(`karl/forked/${CHROOT}`, 'fork-dill'));
    const keys = await Promise.all(['jana/original', 'karl/forked'].map((path) => textAt(`${path}/pubkey.gpg`)));
    expect(keys[0]).not.to.equal(keys[1]);
    await using pc = await machine('kopr/minidistro:13');
    const repo = await fetch(`${FRONTEND}/coprs/karl/forked/repo/minidistro-13/x.repo`);
    await pc.write('/etc/yum.repos.d/forked.repo', await repo.text());
    // gpgcheck is on in the file, and only the fork's key is known to this machine.
    const installed = await pc.exec('dnf', '-y', 'install', 'fork-dill');
    expect(installed.code, installed.stderr).to.equal(0);
    const again = await karl.copr('fork', 'jana/original', 'forked');
    expect(again.code).to.equal(1);
    await copr(karl, 'fork', 'jana/original', 'forked', '--confirm');
    await copr(jana, 'delete', 'original');
    expect(await lists(`karl/forked/${CHROOT}`, 'fork-dill')).to.equal(true);
  });

  it('shows builds of a devel-mode project only after regenerate-repos', async () => {
    await copr(jana, 'create', 'devel', '--chroot', CHROOT, '--disable_createrepo', 'true');
    await build(jana, 'devel', 'devel-dill');
    expect(await packagesAt(`jana/devel/${CHROOT}`)).to.deep.equal([]);
    expect(await lists(`jana/devel/${CHROOT}/devel`, 'devel-dill')).to.equal(true);
    await copr(jana, 'regenerate-repos', 'devel');
    await soon('the main repository has it', () => lists(`jana/devel/${CHROOT}`, 'devel-dill'));
  });

  it('publishes at once again when devel mode is switched off', async () => {
    await build(jana, 'devel', 'devel-second');
    await copr(jana, 'modify', 'devel', '--disable_createrepo', 'false');
    await soon('what waited is there', () => lists(`jana/devel/${CHROOT}`, 'devel-second'));
    await build(jana, 'devel', 'devel-third');
    expect(await lists(`jana/devel/${CHROOT}`, 'devel-third')).to.equal(true);
  });

  it('builds in a side directory with what the main one has, and keeps the two apart', async () => {
    await copr(jana, 'create', 'main', '--chroot', CHROOT);
    await build(jana, 'main', 'main-dill');
    const needs = await srpm({ name: 'side-dill', extra: 'BuildRequires: main-dill' });
    const out = await copr(jana, 'build', 'main:custom:next', '--nowait', needs);
    expect((await jana.ended(Number(/Created builds: (\d+)/.exec(out)?.[1]))).state).to.equal('succeeded');
    expect(await lists(`jana/main:custom:next/${CHROOT}`, 'side-dill')).to.equal(true);
    expect(await lists(`jana/main/${CHROOT}`, 'side-dill')).to.equal(false);
    expect(await textAt('jana/main:custom:next/pubkey.gpg')).to.equal(await textAt('jana/main/pubkey.gpg'));
    expect(await copr(jana, 'monitor', 'main', '--dirname', 'main:custom:next')).to.include('side-dill');
  });

  it('enables a chroot and disables the other by modify: the new one is published, the old one is kept', async () => {
    await copr(jana, 'create', 'chroots', '--chroot', CHROOT);
    await build(jana, 'chroots', 'chroot-dill');
    await copr(jana, 'modify', 'chroots', '--chroot', OTHER);
    await soon('the new repository is there', async () => (await packagesAt(`jana/chroots/${OTHER}`)) !== undefined);
    const second = await build(jana, 'chroots', 'chroot-caraway');
    expect((await jana.build(second)).chroots).to.deep.equal([OTHER]);
    expect(await lists(`jana/chroots/${CHROOT}`, 'chroot-dill')).to.equal(true);
    await copr(jana, 'modify', 'chroots', '--chroot', OTHER, '--chroot', CHROOT);
    await build(jana, 'chroots', 'chroot-mint');
    expect(await lists(`jana/chroots/${CHROOT}`, 'chroot-mint')).to.equal(true);
    expect(await lists(`jana/chroots/${CHROOT}`, 'chroot-dill')).to.equal(true);
  });

  it('carries an uploaded comps.xml in the repository until it is deleted', async () => {
    const file = join(jana.dir, 'comps.xml');
    await writeFile(file, COMPS);
    await copr(jana, 'edit-chroot', `chroots/${CHROOT}`, '--upload-comps', file);
    await soon('the groups are there', () => hasGroupsAt(`jana/chroots/${CHROOT}`));
    await build(jana, 'chroots', 'comps-dill', '-r', CHROOT);
    expect(await hasGroupsAt(`jana/chroots/${CHROOT}`)).to.equal(true);
    expect(await hasGroupsAt(`jana/chroots/${OTHER}`)).to.equal(false);
    await copr(jana, 'edit-chroot', `chroots/${CHROOT}`, '--delete-comps');
    await soon('the groups are gone', async () => !(await hasGroupsAt(`jana/chroots/${CHROOT}`)));
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
    const out = await copr(jana, 'build', 'chroots', '--nowait', '-r', CHROOT, file);
    expect((await jana.ended(Number(/Created builds: (\d+)/.exec(out)?.[1]))).state).to.equal('succeeded');
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
    expect(options).to.include({ included: `/etc/mock/${CHROOT}.cfg`, root: `jana-chroots_${CHROOT}` });
    expect(options['chroot_additional_packages']).to.equal('bison');
    const urls = [...(options['dnf.conf'] ?? '').matchAll(/^baseurl=(.*)$/gm)].map(([, url]) => url ?? '');
    expect(urls).to.have.length(1);
    expect((await fetch(`${urls[0]}repodata/repomd.xml`)).status).to.equal(200);
  });

  it('lets a builder build in another’s project once that was asked for and granted', async () => {
    const file = await srpm({ name: 'guest-dill' });
    expect((await karl.copr('build', 'jana/main', '--nowait', file)).code).to.equal(7);
    await copr(karl, 'request-permissions', 'jana/main', '--builder');
    expect(await copr(jana, 'list-permissions', 'main')).to.match(/karl:[^]*builder: request/);
    await copr(jana, 'edit-permissions', 'main', '--builder', 'karl');
    await build(karl, 'jana/main', 'guest-dill');
    expect((await karl.copr('modify', 'jana/main', '--description', 'mine now')).code).to.equal(7);
    await copr(jana, 'edit-permissions', 'main', '--builder', 'karl=nothing');
    expect((await karl.copr('build', 'jana/main', '--nowait', file)).code).to.equal(7);
  });

  it('renews its token in its configuration; the old one is of no use any more', async () => {
    const lena = await packager('lena');
    const before = await readFile(lena.configFile, 'utf8');
    expect(await copr(lena, 'new-api-token')).to.include(`New API token was updated in ${lena.configFile}.`);
    const after = await readFile(lena.configFile, 'utf8');
    expect(after).not.to.equal(before);
    await copr(lena, 'create', 'renewed', '--chroot', CHROOT);
    await writeFile(lena.configFile, before);
    const old = await lena.copr('create', 'with-old', '--chroot', CHROOT);
    expect(old.code).to.equal(1);
    await writeFile(lena.configFile, after);
    await copr(lena, 'delete', 'renewed');
  });
});
