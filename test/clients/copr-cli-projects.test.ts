/** Acceptance: what copr-cli from PyPI does to projects and their repositories, seen where people see it: in what is published. */
import { expect } from 'chai';
import { readFile, writeFile } from 'node:fs/promises';
import { freshName, packager, type Packager } from '../kit/client.js';
import { build, buildFile, copr, lists, soon } from '../kit/copr.js';
import { machine } from '../kit/machine.js';
import { packagesAt, textAt } from '../kit/repository.js';
import { srpm } from '../kit/srpm.js';
import { CHROOT, FRONTEND } from '../kit/stack.js';

describe('copr-cli from PyPI and the projects of the whole house', function () {
  this.timeout(600_000);
  let jana: Packager;
  let karl: Packager;

  before(async () => {
    [jana, karl] = [await packager(freshName('jana')), await packager(freshName('karl'))];
  });

  it('forks a project: the fork installs, and its packages are signed with its own key', async () => {
    await copr(jana, 'create', 'original', '--chroot', CHROOT);
    await build(jana, 'original', 'fork-dill');
    const out = await copr(karl, 'fork', `${jana.name}/original`, 'forked');
    expect(out).to.include(`${karl.name}/forked`);
    await soon('the fork has the package', () => lists(`${karl.name}/forked/${CHROOT}`, 'fork-dill'));
    const keys = await Promise.all(
      [`${jana.name}/original`, `${karl.name}/forked`].map((path) => textAt(`${path}/pubkey.gpg`)),
    );
    expect(keys[0]).not.to.equal(keys[1]);
    await using pc = await machine('kopr/minidistro:13');
    const repo = await fetch(`${FRONTEND}/coprs/${karl.name}/forked/repo/minidistro-13/x.repo`);
    await pc.write('/etc/yum.repos.d/forked.repo', await repo.text());
    // gpgcheck is on in the file, and only the fork's key is known to this machine.
    const installed = await pc.exec('dnf', '-y', 'install', 'fork-dill');
    expect(installed.code, installed.stderr).to.equal(0);
    const again = await karl.copr('fork', `${jana.name}/original`, 'forked');
    expect(again.code).to.equal(1);
    await copr(karl, 'fork', `${jana.name}/original`, 'forked', '--confirm');
    await copr(jana, 'delete', 'original');
    expect(await lists(`${karl.name}/forked/${CHROOT}`, 'fork-dill')).to.equal(true);
  });

  it('shows builds of a devel-mode project only after regenerate-repos', async () => {
    await copr(jana, 'create', 'devel', '--chroot', CHROOT, '--disable_createrepo', 'true');
    await build(jana, 'devel', 'devel-dill');
    expect(await packagesAt(`${jana.name}/devel/${CHROOT}`)).to.deep.equal([]);
    expect(await lists(`${jana.name}/devel/${CHROOT}/devel`, 'devel-dill')).to.equal(true);
    await copr(jana, 'regenerate-repos', 'devel');
    await soon('the main repository has it', () => lists(`${jana.name}/devel/${CHROOT}`, 'devel-dill'));
  });

  it('publishes at once again when devel mode is switched off', async () => {
    await build(jana, 'devel', 'devel-second');
    await copr(jana, 'modify', 'devel', '--disable_createrepo', 'false');
    await soon('what waited is there', () => lists(`${jana.name}/devel/${CHROOT}`, 'devel-second'));
    await build(jana, 'devel', 'devel-third');
    expect(await lists(`${jana.name}/devel/${CHROOT}`, 'devel-third')).to.equal(true);
  });

  it('builds in a side directory with what the main one has, and keeps the two apart', async () => {
    await copr(jana, 'create', 'main', '--chroot', CHROOT);
    await build(jana, 'main', 'main-dill');
    const needs = await srpm({ name: 'side-dill', extra: 'BuildRequires: main-dill' });
    await buildFile(jana, 'main:custom:next', needs);
    expect(await lists(`${jana.name}/main:custom:next/${CHROOT}`, 'side-dill')).to.equal(true);
    expect(await lists(`${jana.name}/main/${CHROOT}`, 'side-dill')).to.equal(false);
    expect(await textAt(`${jana.name}/main:custom:next/pubkey.gpg`)).to.equal(
      await textAt(`${jana.name}/main/pubkey.gpg`),
    );
    expect(await copr(jana, 'monitor', 'main', '--dirname', 'main:custom:next')).to.include('side-dill');
  });

  it('lets a builder build in another’s project once that was asked for and granted', async () => {
    const file = await srpm({ name: 'guest-dill' });
    expect((await karl.copr('build', `${jana.name}/main`, '--nowait', file)).code).to.equal(7);
    await copr(karl, 'request-permissions', `${jana.name}/main`, '--builder');
    expect(await copr(jana, 'list-permissions', 'main'))
      .to.include(`${karl.name}:`)
      .and.include('builder: request');
    await copr(jana, 'edit-permissions', 'main', '--builder', karl.name);
    await build(karl, `${jana.name}/main`, 'guest-dill');
    expect((await karl.copr('modify', `${jana.name}/main`, '--description', 'mine now')).code).to.equal(7);
    await copr(jana, 'edit-permissions', 'main', '--builder', `${karl.name}=nothing`);
    expect((await karl.copr('build', `${jana.name}/main`, '--nowait', file)).code).to.equal(7);
  });

  it('renews its token in its configuration; the old one is of no use any more', async () => {
    const lena = await packager(freshName('lena'));
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
