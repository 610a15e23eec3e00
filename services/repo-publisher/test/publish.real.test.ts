import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { serveNext } from '../src/loops/publish.js';
import { openHouse, type House } from './support/house.js';
import { askPublish, askRepo, CHROOT, finishBuild, saidBy, serveAll } from './support/orders.js';
import { keepText } from './support/keeper.js';
import { readRepository, verifyMetadata, verifyRpm } from './support/repository.js';

const exec = promisify(execFile);

describe('publishing a build', () => {
  let house: House;
  let repository: string;
  beforeEach(async () => {
    house = await openHouse();
    repository = join(house.tree.results, 'alice', 'tools', CHROOT);
  });
  afterEach(() => house[Symbol.asyncDispose]());
  const publicKey = () => join(house.tree.results, 'alice', 'tools', 'pubkey.gpg');

  it('finds an empty signed repository from the moment that a project’s chroot exists', async () => {
    await askRepo(house, 'create', { chroots: [CHROOT, 'mini-1-aarch64'] });
    await serveAll(house);
    for (const chroot of [CHROOT, 'mini-1-aarch64']) {
      const dir = join(house.tree.results, 'alice', 'tools', chroot);
      expect(await readRepository(dir)).to.deep.equal([]);
      expect(await verifyMetadata(dir, publicKey())).to.include('VALIDSIG');
    }
    const said = await saidBy(house);
    expect(said.map(({ type, body }) => [type, 'chroot' in body && body.chroot])).to.deep.equal([
      ['repo.published', CHROOT],
      ['repo.published', 'mini-1-aarch64'],
    ]);
  });

  it('signs packages and metadata with the project’s key and says what was published', async () => {
    const order = await finishBuild(house, 42, 'hello');
    await askPublish(house, order);
    await serveAll(house);
    const names = ['hello-1.0-1.src.rpm', 'hello-1.0-1.x86_64.rpm', 'hello-doc-1.0-1.noarch.rpm'];
    expect(await readRepository(repository)).to.deep.equal(names.map((name) => `00000042-hello/${name}`));
    expect(await verifyMetadata(repository, publicKey())).to.include('VALIDSIG');
    for (const name of names) {
      const word = await verifyRpm(join(repository, '00000042-hello', name), publicKey());
      expect(word, name).to.match(/Header V4 RSA\/SHA256 Signature, key ID \w+: OK/);
    }
    const [said] = await saidBy(house);
    expect(said?.type).to.equal('repo.published');
    expect(said?.body).to.deep.include({
      request: order.request,
      build: 42,
      task: order.task,
      attempt: 1,
      revision: 1,
      path: `alice/tools/${CHROOT}`,
    });
    expect(said?.type === 'repo.published' && said.body.packages).to.deep.include({
      name: 'hello',
      epoch: 2,
      version: '1.0',
      release: '1',
      arch: 'x86_64',
    });
  });

  it('lays out the result folder as people and copr-cli expect it', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await serveAll(house);
    const dir = join(repository, '00000042-hello');
    expect((await readdir(dir)).sort()).to.deep.equal([
      'build.log.gz',
      'hello-1.0-1.src.rpm',
      'hello-1.0-1.x86_64.rpm',
      'hello-doc-1.0-1.noarch.rpm',
      'hello.spec',
      'results.json',
      'success',
    ]);
    expect(await readFile(join(dir, 'success'), 'utf8')).to.equal('done\n');
    expect(gunzipSync(await readFile(join(dir, 'build.log.gz'))).toString('utf8')).to.equal('it was built\n');
  });

  it('names the key as Copr does and keeps it from everybody else', async () => {
    await askRepo(house, 'create');
    await serveAll(house);
    const { stdout } = await exec('gpg', ['--show-keys', '--with-colons', publicKey()]);
    expect(stdout).to.match(/^uid:.*alice_tools \(None\) <alice#tools@copr\.kopr\.test>/m);
    expect(stdout).to.match(/^pub:.:2048:1:/m);
    expect((await stat(house.tree.keys)).mode & 0o777).to.equal(0o700);
    expect((await stat(join(house.tree.keys, '7'))).mode & 0o777).to.equal(0o700);
  });

  it('leaves no agent behind', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await serveAll(house);
    const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    // Of a process that ended and was not yet waited for, nothing but an empty line is left.
    const lines = await Promise.all(processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
    expect(lines.filter((line) => line.startsWith('gpg-agent') && /kopr-(gpg|pub)-/.test(line))).to.deep.equal([]);
  });

  it('has one effect when the message comes twice, and answers again when the order does', async () => {
    const order = await finishBuild(house, 42, 'hello');
    const message = '01890a5d-ac96-774b-bcce-b302099a8057';
    await askPublish(house, order, message);
    await askPublish(house, order, message);
    expect(await serveAll(house)).to.equal(1);
    expect(await saidBy(house)).to.have.lengthOf(1);
    await askPublish(house, order);
    expect(await serveAll(house)).to.equal(0);
    const said = await saidBy(house);
    expect(said).to.have.lengthOf(2);
    expect(said[1]?.body).to.deep.equal(said[0]?.body);
  });

  it('brings many waiting builds into the repository in one turn', async () => {
    const orders = [
      await finishBuild(house, 42, 'hello'),
      await finishBuild(house, 43, 'hello'),
      await finishBuild(house, 44, 'dill'),
    ];
    for (const order of orders) await askPublish(house, order);
    expect(await serveAll(house)).to.equal(1);
    const said = await saidBy(house);
    expect(said.map(({ body }) => body.build)).to.deep.equal([42, 43, 44]);
    expect(said.map(({ body }) => 'revision' in body && body.revision)).to.deep.equal([1, 1, 1]);
    expect(await readRepository(repository)).to.have.lengthOf(9);
  });

  it('adds to what is there and keeps the files of the metadata before', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await serveAll(house);
    const before = await readdir(join(repository, 'repodata'));
    await askPublish(house, await finishBuild(house, 43, 'dill'));
    await serveAll(house);
    expect(await readRepository(repository)).to.have.lengthOf(6);
    expect(await readdir(join(repository, 'repodata'))).to.include.members(before);
  });

  it('refuses a manifest that is not the one that was accepted', async () => {
    const order = await finishBuild(house, 42, 'hello');
    await askPublish(house, { ...order, manifest: 'f'.repeat(64) });
    await serveAll(house);
    const [said] = await saidBy(house);
    expect(said?.type).to.equal('repo.failed');
    expect(said?.type === 'repo.failed' && said.body.reason).to.match(/digest/);
    expect(await readRepository(repository).catch(() => [])).to.deep.equal([]);
  });

  it('refuses what was never delivered, and another repository’s folder, but publishes what came with it', async () => {
    const good = await finishBuild(house, 42, 'hello');
    await askPublish(house, {
      ...good,
      request: crypto.randomUUID(),
      task: `9-${CHROOT}`,
      build: 9,
      results: good.results.replace('42', '09'),
    });
    await askPublish(house, {
      ...good,
      request: crypto.randomUUID(),
      results: good.results.replace('tools', 'others'),
    });
    await askPublish(house, good);
    await serveAll(house);
    expect((await saidBy(house)).map(({ type }) => type).sort()).to.deep.equal([
      'repo.failed',
      'repo.failed',
      'repo.published',
    ]);
    expect(await readRepository(repository)).to.have.lengthOf(3);
  });

  it('waits while the disk is full', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    expect(await serveNext(house.publish, false)).to.equal(false);
    expect(await serveNext(house.publish, true)).to.equal(true);
  });

  it('in devel mode goes to devel/ first, and into the repository when somebody asks', async () => {
    const settings = { develMode: true, comps: null };
    await askRepo(house, 'create', { settings });
    await askPublish(house, await finishBuild(house, 42, 'hello', { settings }));
    await serveAll(house);
    expect(await readRepository(repository)).to.deep.equal([]);
    expect(await readRepository(join(repository, 'devel'))).to.have.lengthOf(3);
    await askRepo(house, 'regenerate', { settings });
    await serveAll(house);
    expect(await readRepository(repository)).to.have.lengthOf(3);
  });

  it('goes into the repository when devel mode was switched off while it was built, with all that waited', async () => {
    const settings = { develMode: true, comps: null };
    await askRepo(house, 'create', { settings });
    await askPublish(house, await finishBuild(house, 42, 'hello', { settings }));
    await serveAll(house);
    const late = await finishBuild(house, 43, 'dill', { settings });
    await askRepo(house, 'settings');
    await serveAll(house);
    expect(await readRepository(repository)).to.have.lengthOf(3);
    await askPublish(house, late);
    await serveAll(house);
    expect(await readRepository(repository)).to.have.lengthOf(6);
  });

  it('waits in devel/ when devel mode was switched on while it was built', async () => {
    await askRepo(house, 'create');
    await serveAll(house);
    const late = await finishBuild(house, 42, 'hello');
    await askRepo(house, 'settings', { settings: { develMode: true, comps: null } });
    await askPublish(house, late);
    await serveAll(house);
    expect(await readRepository(repository)).to.deep.equal([]);
    expect(await readRepository(join(repository, 'devel'))).to.have.lengthOf(3);
  });

  it('carries the package groups of a chroot until an order drops them', async () => {
    const groups = await readFile(new URL('support/comps.xml', import.meta.url), 'utf8');
    await using keeper = await keepText(groups);
    const comps = { url: keeper.url, size: groups.length, sha256: keeper.sha256 };
    const repomd = () => readFile(join(repository, 'repodata', 'repomd.xml'), 'utf8');
    await askRepo(house, 'create');
    await serveAll(house);
    await askRepo(house, 'settings', { settings: { develMode: false, comps: { [CHROOT]: comps } } });
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await serveAll(house);
    expect(await repomd()).to.include('<data type="group');
    expect(await readFile(join(repository, 'comps.xml'), 'utf8')).to.equal(groups);
    await askRepo(house, 'settings', { settings: { develMode: false, comps: { 'mini-1-aarch64': null } } });
    await serveAll(house);
    expect(await repomd()).to.include('<data type="group');
    await askRepo(house, 'settings', { settings: { develMode: false, comps: { [CHROOT]: null } } });
    await serveAll(house);
    expect(await repomd()).not.to.include('<data type="group');
    expect((await saidBy(house)).every(({ type }) => type === 'repo.published')).to.equal(true);
  });

  it('leaves the groups alone when the text is another by the time it is read, and tries again when there is none', async () => {
    await using keeper = await keepText('<comps/>');
    const other = { url: keeper.url, size: 8, sha256: 'a'.repeat(64) };
    await askRepo(house, 'settings', { settings: { develMode: false, comps: { [CHROOT]: other } } });
    await serveAll(house);
    expect(await readdir(repository)).not.to.include('comps.xml');
    const gone = { ...other, url: `${keeper.url}/gone` };
    await askRepo(house, 'settings', { settings: { develMode: false, comps: { [CHROOT]: gone } } });
    await serveAll(house);
    const waiting = await house.db.query<{ tries: number }[]>("SELECT tries FROM work WHERE step = 'waiting'");
    expect(waiting.map(({ tries }) => tries)).to.deep.equal([1]);
  });
});
