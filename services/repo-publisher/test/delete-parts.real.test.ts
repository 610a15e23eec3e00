import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sizeOf } from '@kopr/shared/files';
import { expect } from 'chai';
import { claimLane } from '../src/store/lanes.js';
import { holdLane } from '../src/verbs/hold-lane.js';
import { serveRepository } from '../src/verbs/serve-repository.js';
import { openHouse, type House } from './support/house.js';
import { askPublish, askRepo, CHROOT, finishBuild, project, saidBy, serveAll } from './support/orders.js';
import { readRepository } from './support/repository.js';

const OTHER = 'mini-1-aarch64';
const side = { ...project, dirname: 'tools:pr:5' };

describe('deleting parts of a project', () => {
  let house: House;
  let alice: string;
  let tools: string;
  beforeEach(async () => {
    house = await openHouse();
    alice = join(house.tree.results, 'alice');
    tools = join(alice, 'tools');
  });
  afterEach(() => house[Symbol.asyncDispose]());
  const isThere = async (path: string) => (await sizeOf(path)) !== undefined;

  it('a chroot takes its repository with all that was built in it, and leaves the other chroots', async () => {
    await askRepo(house, 'create', { chroots: [CHROOT, OTHER] });
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await serveAll(house);
    await askRepo(house, 'delete-chroots');
    await serveAll(house);
    expect((await readdir(tools)).filter((name) => !name.startsWith('.')).sort()).to.deep.equal([OTHER, 'pubkey.gpg']);
  });

  it('a chroot that comes back starts with an empty repository and the same key', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await serveAll(house);
    const key = await readFile(join(tools, 'pubkey.gpg'), 'utf8');
    await askRepo(house, 'delete-chroots');
    await askRepo(house, 'create');
    await serveAll(house);
    expect(await readRepository(join(tools, CHROOT))).to.deep.equal([]);
    expect(await readdir(join(tools, CHROOT))).not.to.include('00000042-hello');
    expect(await readFile(join(tools, 'pubkey.gpg'), 'utf8')).to.equal(key);
  });

  it('a chroot is removed between what was asked before and after, all in the order of asking', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await askRepo(house, 'delete-chroots');
    await askPublish(house, await finishBuild(house, 43, 'dill'));
    expect(await serveAll(house)).to.equal(3);
    const listed = await readRepository(join(tools, CHROOT));
    expect(listed).to.have.lengthOf(3);
    expect(listed.every((path) => path.startsWith('00000043-dill/'))).to.equal(true);
    expect((await saidBy(house)).map(({ body }) => body.build)).to.deep.equal([42, 43]);
  });

  it('a side directory goes as a whole; the main one and other side directories stay', async () => {
    const other = { ...project, dirname: 'tools:pr:55' };
    for (const of of [project, side, other]) await askRepo(house, 'create', { project: of });
    await askPublish(house, await finishBuild(house, 42, 'hello', { project: side }));
    await serveAll(house);
    await askRepo(house, 'delete-dir', { project: side, chroots: [], builds: [42] });
    await serveAll(house);
    expect((await readdir(alice)).sort()).to.deep.equal(['tools', 'tools:pr:55']);
    expect(await isThere(join(house.tree.keys, '7'))).to.equal(true);
    await askRepo(house, 'create', { project: side });
    await serveAll(house);
    expect(await readRepository(join(alice, side.dirname, CHROOT))).to.deep.equal([]);
  });

  it('a side directory ends what was asked of it before, and does what is asked later', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello', { project: side }));
    await askRepo(house, 'delete-dir', { project: side, chroots: [] });
    await askPublish(house, await finishBuild(house, 43, 'dill', { project: side }));
    await serveAll(house);
    expect((await saidBy(house)).map(({ type, body }) => [type, body.build])).to.deep.equal([
      ['repo.failed', 42],
      ['repo.published', 43],
    ]);
    expect(await readRepository(join(alice, side.dirname, CHROOT))).to.have.lengthOf(3);
  });

  it('a side directory waits for the turn that is publishing in it', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello', { project: side }));
    const lane = await claimLane(house.db, 20, true);
    if (!lane) throw new Error('nothing to claim');
    await askRepo(house, 'delete-dir', { project: side, chroots: [] });
    expect(await serveAll(house)).to.equal(0);
    const hold = holdLane(house.publish, lane);
    await serveRepository(house.publish, lane, hold);
    hold.letGo();
    expect(await serveAll(house)).to.equal(1);
    expect(await isThere(join(alice, side.dirname))).to.equal(false);
  });

  it('nothing is published of builds that went with their directory', async () => {
    const late = await finishBuild(house, 42, 'hello', { project: side });
    await askRepo(house, 'delete-dir', { project: side, chroots: [], builds: [42] });
    await askPublish(house, late);
    await serveAll(house);
    expect((await saidBy(house)).map(({ type }) => type)).to.deep.equal(['repo.failed']);
    expect(await isThere(join(alice, side.dirname, CHROOT, '00000042-hello'))).to.equal(false);
  });

  it('the main directory is refused: it goes with its project', async () => {
    await askRepo(house, 'create');
    await askRepo(house, 'delete-dir', { chroots: [] });
    await serveAll(house);
    expect((await saidBy(house)).map(({ type }) => type).sort()).to.deep.equal(['repo.failed', 'repo.published']);
    expect(await readRepository(join(tools, CHROOT))).to.deep.equal([]);
  });
});
