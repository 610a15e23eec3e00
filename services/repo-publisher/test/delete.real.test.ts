import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { pruneOnce } from '../src/loops/prune-intake.js';
import { claimLane } from '../src/store/lanes.js';
import { removeOneFromTrash } from '../src/tree/trash.js';
import { holdLane } from '../src/verbs/hold-lane.js';
import { serveRepository } from '../src/verbs/serve-repository.js';
import { openHouse, type House } from './support/house.js';
import { askPublish, askRepo, CHROOT, finishBuild, project, saidBy, serveAll } from './support/orders.js';
import { readRepository, verifyMetadata, verifyRpm } from './support/repository.js';

const later = { ...project, id: 8 };

describe('deleting', () => {
  let house: House;
  let tools: string;
  beforeEach(async () => {
    house = await openHouse();
    tools = join(house.tree.results, 'alice', 'tools');
  });
  afterEach(() => house[Symbol.asyncDispose]());
  const isThere = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );

  it('builds takes them out of the repository and off the disk, and nothing of theirs comes later', async () => {
    for (const build of [42, 43]) await askPublish(house, await finishBuild(house, build, 'hello'));
    await serveAll(house);
    await askRepo(house, 'delete-builds', { builds: [42, 44] });
    await askPublish(house, await finishBuild(house, 44, 'hello'));
    await serveAll(house);
    expect((await readRepository(join(tools, CHROOT))).every((path) => path.startsWith('00000043-'))).to.equal(true);
    expect((await readdir(join(tools, CHROOT))).filter((name) => /^\d/.test(name))).to.deep.equal(['00000043-hello']);
    const refused = (await saidBy(house)).filter(({ type }) => type === 'repo.failed');
    expect(refused.map(({ body }) => body.build)).to.deep.equal([44]);
  });

  it('a project takes its tree out of sight and destroys its key; orders for it are refused from then on', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await serveAll(house);
    await askRepo(house, 'delete');
    await serveAll(house);
    expect([await isThere(tools), await isThere(join(house.tree.keys, '7'))]).to.deep.equal([false, false]);
    await askPublish(house, await finishBuild(house, 43, 'hello'));
    await askRepo(house, 'create');
    expect(await serveAll(house)).to.equal(0);
    expect((await saidBy(house)).slice(1).map(({ type }) => type)).to.deep.equal(['repo.failed', 'repo.failed']);
    while (await removeOneFromTrash(house.tree));
    expect(await readdir(house.tree.trash)).to.deep.equal([]);
  });

  it('a project that was never heard of holds for all that comes later', async () => {
    await askRepo(house, 'delete');
    await askRepo(house, 'create');
    await serveAll(house);
    expect((await saidBy(house)).map(({ type }) => type)).to.deep.equal(['repo.failed']);
    expect(await isThere(tools)).to.equal(false);
  });

  it('a project waits for the turn that is publishing in it, and refuses what waits behind', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    const lane = await claimLane(house.db, 20, true);
    if (!lane) throw new Error('nothing to claim');
    await askPublish(
      house,
      await finishBuild(house, 43, 'dill', {
        chroot: 'other-1-x86_64',
        results: 'alice/tools/other-1-x86_64/00000043-dill',
      }),
    );
    await askRepo(house, 'delete');
    expect(await serveAll(house)).to.equal(0);
    const hold = holdLane(house.publish, lane);
    await serveRepository(house.publish, lane, hold);
    hold.letGo();
    expect(await serveAll(house)).to.equal(1);
    expect((await saidBy(house)).map(({ type, body }) => [type, body.build])).to.deep.equal([
      ['repo.published', 42],
      ['repo.failed', 43],
    ]);
    expect(await isThere(tools)).to.equal(false);
  });

  it('and making a project of the same name gives it a new key, also when the delete comes last', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await serveAll(house);
    const oldKey = await readFile(join(tools, 'pubkey.gpg'), 'utf8');
    await askPublish(house, await finishBuild(house, 50, 'dill', { project: later }));
    await serveAll(house);
    await askRepo(house, 'delete');
    await serveAll(house);
    expect(await readFile(join(tools, 'pubkey.gpg'), 'utf8')).not.to.equal(oldKey);
    const packages = await readRepository(join(tools, CHROOT));
    expect(packages.every((path) => path.startsWith('00000050-'))).to.equal(true);
    expect(await verifyMetadata(join(tools, CHROOT), join(tools, 'pubkey.gpg'))).to.include('VALIDSIG');
    expect(await verifyRpm(join(tools, CHROOT, packages[0] ?? ''), join(tools, 'pubkey.gpg'))).to.match(
      /Signature, key ID \w+: OK/,
    );
  });

  it('a project leaves its neighbours of a similar name alone', async () => {
    await askRepo(house, 'create');
    await askRepo(house, 'create', { project: { ...project, dirname: 'tools:pr:5' } });
    await askRepo(house, 'create', { project: { id: 9, owner: 'alice', name: 'tools2', dirname: 'tools2' } });
    await askRepo(house, 'delete');
    await serveAll(house);
    expect(await readdir(join(house.tree.results, 'alice'))).to.deep.equal(['tools2']);
  });

  it('what is not offered yet is refused with that reason', async () => {
    for (const verb of ['roll-back', 'reconcile'] as const) await askRepo(house, verb);
    const reasons = (await saidBy(house)).map(({ body }) => 'reason' in body && body.reason);
    expect(reasons).to.deep.equal(['roll-back is not offered yet', 'reconcile is not offered yet']);
  });

  it('old remains at the intake spares what an open order needs and what is young', async () => {
    const waiting = await finishBuild(house, 42, 'hello');
    await finishBuild(house, 43, 'hello');
    await askPublish(house, waiting);
    const deps = { ...house.publish, keepMs: 60_000 };
    await pruneOnce(deps, Date.now());
    expect((await readdir(house.tree.intake)).sort()).to.deep.equal([`42-${CHROOT}`, `43-${CHROOT}`]);
    await pruneOnce(deps, Date.now() + 120_000);
    expect(await readdir(house.tree.intake)).to.deep.equal([`42-${CHROOT}`]);
    await serveAll(house);
    expect((await saidBy(house)).map(({ type }) => type)).to.deep.equal(['repo.published']);
  });
});
