import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { serveNext } from '../src/loops/publish.js';
import { ensureKey } from '../src/sign/project-key.js';
import { withSigner } from '../src/sign/keyring.js';
import { claimLane, type Held } from '../src/store/lanes.js';
import { openWork } from '../src/store/work.js';
import { carryOut } from '../src/verbs/carry-out.js';
import { holdLane } from '../src/verbs/hold-lane.js';
import { publishMetadata } from '../src/verbs/publish-metadata.js';
import { serveRepository } from '../src/verbs/serve-repository.js';
import { openHouse, type House } from './support/house.js';
import { askPublish, askRepo, CHROOT, finishBuild, project, saidBy, serveAll } from './support/orders.js';
import { readRepository, verifyMetadata } from './support/repository.js';

describe('a publisher that is killed', () => {
  let house: House;
  let repository: string;
  beforeEach(async () => {
    house = await openHouse();
    repository = join(house.tree.results, 'alice', 'tools', CHROOT);
  });
  afterEach(() => house[Symbol.asyncDispose]());

  const claim = async (): Promise<Held> => {
    const lane = await claimLane(house.db, 20, true);
    if (!lane) throw new Error('nothing to claim');
    return lane;
  };
  /** The lease of whoever is dead runs out. */
  const expireLeases = () => house.db.query('UPDATE lanes SET leased_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND');

  /** Does the first steps of a turn, then nothing more: as SIGKILL leaves it. */
  const die = async (steps: 'placed' | 'switched'): Promise<Held> => {
    const lane = await claim();
    const key = await ensureKey(
      house.tree.keys,
      { projectId: 7, owner: 'alice', project: 'tools' },
      house.publish.keyKind,
    );
    const staging = join(house.tree.staging, lane.lease);
    const hold = holdLane(house.publish, lane);
    await withSigner(key, undefined, async (signer) => {
      const carried = [];
      for (const row of await openWork(house.db, lane.id))
        carried.push(
          await carryOut(house.publish, lane, row, { staging, signer, stillOurs: hold.stillOurs, develMode: null }),
        );
      const refresh = { main: true, devel: false };
      if (steps === 'switched') await publishMetadata(house.publish, lane, hold, { carried, refresh, staging, signer });
    });
    hold.letGo();
    return lane;
  };

  for (const steps of ['placed', 'switched'] as const) {
    it(`after its files were ${steps}: the next one ends the order, once`, async () => {
      await askPublish(house, await finishBuild(house, 42, 'hello'));
      await die(steps);
      expect(await serveAll(house)).to.equal(0);
      await expireLeases();
      expect(await serveAll(house)).to.equal(1);
      expect((await saidBy(house)).map(({ type }) => type)).to.deep.equal(['repo.published']);
      expect(await readRepository(repository)).to.have.lengthOf(3);
      expect(await verifyMetadata(repository, join(repository, '..', 'pubkey.gpg'))).to.include('VALIDSIG');
    });
  }

  it('half through a delete of builds: the metadata forgets them before their files go', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await askPublish(house, await finishBuild(house, 43, 'dill'));
    await serveAll(house);
    await askRepo(house, 'delete-builds', { builds: [42] });
    await die('placed');
    expect(await readdir(repository)).to.include('00000042-hello');
    expect(await readRepository(repository)).to.have.lengthOf(6);
    await expireLeases();
    await serveAll(house);
    expect(await readdir(repository)).not.to.include('00000042-hello');
    expect(await readRepository(repository)).to.have.lengthOf(3);
  });

  it('and lost a package’s file: that build fails with the file’s name, the others are published', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await askPublish(house, await finishBuild(house, 43, 'dill'));
    await die('placed');
    await truncate(join(repository, '00000042-hello', 'hello-1.0-1.x86_64.rpm'), 100);
    await expireLeases();
    await serveAll(house);
    const said = await saidBy(house);
    expect(said.map(({ type, body }) => [type, body.build])).to.deep.equal([
      ['repo.failed', 42],
      ['repo.published', 43],
    ]);
    expect(said[0]?.type === 'repo.failed' && said[0].body.reason).to.include('hello-1.0-1.x86_64.rpm');
    const listed = await readRepository(repository);
    expect(listed).to.have.lengthOf(3);
    expect(listed.every((path) => path.startsWith('00000043-dill/'))).to.equal(true);
    expect(await readdir(join(repository, '00000042-hello'))).not.to.include('success');
  });

  it('and comes back late changes nothing any more', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    const late = await claim();
    await expireLeases();
    await serveAll(house);
    const live = await readdir(join(repository, 'repodata'));
    const hold = holdLane(house.publish, late);
    await serveRepository(house.publish, late, hold);
    hold.letGo();
    expect(await readdir(join(repository, 'repodata'))).to.deep.equal(live);
    expect(await saidBy(house)).to.have.lengthOf(1);
  });

  it('leaves to others what is not its turn: owners are served in turn', async () => {
    const of = (owner: string, id: number) => ({ ...project, id, owner });
    for (const chroot of ['a-1-x', 'b-1-x', 'c-1-x'])
      await askRepo(house, 'create', { project: of('heavy', 1), chroots: [chroot] });
    await askRepo(house, 'create', { project: of('light', 2), chroots: ['a-1-x'] });
    const served: string[] = [];
    while (await serveNext(house.publish, true)) {
      const rows = await house.db.query<{ owner: string }[]>(
        'SELECT owner FROM lanes ORDER BY served_at DESC, id DESC LIMIT 1',
      );
      served.push(rows[0]?.owner ?? '');
    }
    expect(served).to.deep.equal(['heavy', 'light', 'heavy', 'heavy']);
  });
});
