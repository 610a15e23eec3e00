import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { copyBuilds } from '../src/verbs/copy-builds.js';
import { ensureKey } from '../src/sign/project-key.js';
import { withSigner } from '../src/sign/keyring.js';
import { claimLane } from '../src/store/lanes.js';
import { openHouse, type House } from './support/house.js';
import { askPublish, askRepo, CHROOT, finishBuild, project, saidBy, serveAll } from './support/orders.js';
import { readRepository, verifyMetadata, verifyRpm } from './support/repository.js';

const copy = { id: 9, owner: 'bob', name: 'copy', dirname: 'copy' };

describe('forking a project', () => {
  let house: House;
  let original: string;
  let forked: string;
  beforeEach(async () => {
    house = await openHouse();
    original = join(house.tree.results, 'alice', 'tools', CHROOT);
    forked = join(house.tree.results, 'bob', 'copy', CHROOT);
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await askPublish(house, await finishBuild(house, 43, 'dill'));
    await serveAll(house);
  });
  afterEach(() => house[Symbol.asyncDispose]());

  const pairs = [
    { from: 42, to: 142, package: 'hello' },
    { from: 43, to: 143, package: 'dill' },
  ];
  const askFork = (change: object = {}) =>
    askRepo(house, 'fork', { project: copy, fork: { source: project, pairs }, ...change });
  const key = () => join(forked, '..', 'pubkey.gpg');

  it('copies its builds under new numbers, signed with the new project’s key', async () => {
    await askRepo(house, 'create', { project: copy });
    await askFork();
    await serveAll(house);
    const listed = await readRepository(forked);
    expect(listed.filter((path) => path.startsWith('00000142-hello/'))).to.have.lengthOf(3);
    expect(listed.filter((path) => path.startsWith('00000143-dill/'))).to.have.lengthOf(3);
    expect(await readFile(key(), 'utf8')).not.to.equal(await readFile(join(original, '..', 'pubkey.gpg'), 'utf8'));
    expect(await verifyMetadata(forked, key())).to.include('VALIDSIG');
    for (const path of listed) {
      expect(await verifyRpm(join(forked, path), key()), path).to.match(/Signature, key ID \w+: OK/);
      expect(await verifyRpm(join(forked, path), key()), path).not.to.include('NOKEY');
    }
    expect(await readdir(join(forked, '00000142-hello'))).to.deep.equal(
      await readdir(join(original, '00000042-hello')),
    );
  });

  it('changes nothing of the original', async () => {
    const before = await readFile(join(original, '00000042-hello', 'hello-1.0-1.x86_64.rpm'));
    await askFork();
    await serveAll(house);
    expect((await readFile(join(original, '00000042-hello', 'hello-1.0-1.x86_64.rpm'))).equals(before)).to.equal(true);
    expect(await readRepository(original)).to.have.lengthOf(6);
  });

  it('goes on where a publisher that was killed stopped', async () => {
    const order = await askFork();
    const lane = await claimLane(house.db, 20, true);
    if (!lane) throw new Error('nothing to claim');
    const own = await ensureKey(
      house.tree.keys,
      { projectId: 9, owner: 'bob', project: 'copy' },
      house.publish.keyKind,
    );
    const stage = join(house.tree.staging, lane.lease);
    const stillOurs = () => Promise.resolve();
    const half = { source: project, pairs: pairs.slice(0, 1) };
    await withSigner(own, undefined, (signer) => copyBuilds(house.publish, lane, half, { stage, signer, stillOurs }));
    await house.db.query('UPDATE lanes SET leased_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND');
    // What was copied before is not copied again: its source may be gone.
    await rm(join(original, '00000042-hello'), { recursive: true });
    await serveAll(house);
    expect(await readRepository(forked)).to.have.lengthOf(6);
    expect((await saidBy(house)).at(-1)?.body).to.include({ request: order.request, revision: 1 });
  });

  it('has one effect when the order comes twice', async () => {
    const order = await askFork();
    await serveAll(house);
    const first = await readFile(join(forked, '00000142-hello', 'hello-1.0-1.x86_64.rpm'));
    await askFork({ request: order.request });
    await serveAll(house);
    await askFork();
    await serveAll(house);
    expect((await readFile(join(forked, '00000142-hello', 'hello-1.0-1.x86_64.rpm'))).equals(first)).to.equal(true);
    expect(await readRepository(forked)).to.have.lengthOf(6);
  });

  it('leaves out builds that have no results, and those that were deleted meanwhile', async () => {
    await askRepo(house, 'delete-builds', { builds: [43] });
    await askRepo(house, 'delete-builds', { project: copy, builds: [144] });
    await serveAll(house);
    await askFork({ fork: { source: project, pairs: [...pairs, { from: 42, to: 144, package: 'hello' }] } });
    await serveAll(house);
    const listed = await readRepository(forked);
    expect(listed.every((path) => path.startsWith('00000142-hello/'))).to.equal(true);
    expect((await saidBy(house)).every(({ type }) => type === 'repo.published')).to.equal(true);
  });

  it('brings builds that wait in devel/ of the original, too', async () => {
    const settings = { develMode: true, comps: null };
    await askRepo(house, 'settings', { settings });
    await askPublish(house, await finishBuild(house, 44, 'hello', { settings }));
    await serveAll(house);
    await askFork({ settings, fork: { source: project, pairs: [{ from: 44, to: 144, package: 'hello' }] } });
    await serveAll(house);
    expect(await readRepository(forked)).to.have.lengthOf(3);
    expect(await readRepository(join(forked, 'devel'))).to.have.lengthOf(3);
  });

  it('is refused without builds to copy, and with a name that is no folder', async () => {
    await askRepo(house, 'fork', { project: copy });
    await askFork({ fork: { source: project, pairs: [{ from: 42, to: 142, package: '../hello' }] } });
    await serveAll(house);
    const reasons = (await saidBy(house)).slice(2).map(({ body }) => 'reason' in body && body.reason);
    expect(reasons).to.deep.equal(['a fork needs builds to copy', 'build 42 of alice/tools has no folder']);
  });
});
