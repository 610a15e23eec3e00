import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sizeOf } from '@kopr/shared/files';
import { expect } from 'chai';
import { serveNext } from '../src/loops/publish.js';
import { bearer, openHouse, type House } from './support/house.js';
import { askPublish, askRepo, CHROOT, finishBuild, saidBy, serveAll } from './support/orders.js';

describe('a delete that is late', () => {
  let house: House;
  let tools: string;
  beforeEach(async () => {
    house = await openHouse();
    tools = join(house.tree.results, 'alice', 'tools');
  });
  afterEach(() => house[Symbol.asyncDispose]());
  const isThere = async (path: string) => (await sizeOf(path)) !== undefined;

  /** As after many tries, the next of which is due. */
  const ageOrders = () =>
    house.db.query('UPDATE work SET tries = 500, not_before = UTC_TIMESTAMP(3) WHERE is_open = 1');
  /** A publisher that cannot take anything out of sight. */
  const brokenPublisher = async () => {
    const trash = join(house.dataDir, 'no-folder');
    await writeFile(trash, '');
    return { ...house.publish, tree: { ...house.tree, trash } };
  };

  it('is never given up, however often it failed: the project goes when the disk is mended', async () => {
    await askRepo(house, 'create');
    await serveAll(house);
    await askRepo(house, 'delete');
    await ageOrders();
    expect(await serveNext(await brokenPublisher(), true)).to.equal(true);
    const sql = 'SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), not_before) AS delay FROM work WHERE is_open = 1';
    const [waiting] = await house.db.query<{ delay: number }[]>(sql);
    expect(waiting?.delay).to.be.within(0, 300);
    await ageOrders();
    await serveAll(house);
    expect(await isThere(tools)).to.equal(false);
    expect(await house.db.query(sql)).to.deep.equal([]);
  });

  it('of builds is never given up either, while other orders end after so many tries', async () => {
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await serveAll(house);
    await askRepo(house, 'delete-builds', { builds: [42] });
    await askRepo(house, 'regenerate');
    await ageOrders();
    // Where the key should be lies something else, so the whole turn fails.
    const keys = join(house.dataDir, 'no-keys');
    await writeFile(keys, '');
    await serveNext({ ...house.publish, tree: { ...house.tree, keys } }, true);
    expect((await saidBy(house)).map(({ type }) => type)).to.deep.equal(['repo.published', 'repo.failed']);
    await ageOrders();
    await serveAll(house);
    expect(await isThere(join(tools, CHROOT, '00000042-hello'))).to.equal(false);
  });

  it('leaves the logs of a later project of the same name, in a folder that nobody published in yet', async () => {
    const logOf = async (build: string) => {
      const results = `alice/tools:pr:5/srpm-builds/${build}`;
      const task = `${Number(build)}-srpm`;
      const headers = bearer({ task, results, use: 'manager' });
      const url = `${house.url}/intake/${task}/1/log?offset=0`;
      expect((await fetch(url, { method: 'PUT', body: 'one\n', headers })).status).to.equal(204);
      return join(house.tree.results, results);
    };
    await askPublish(house, await finishBuild(house, 42, 'hello'));
    await serveAll(house);
    const [old, fresh] = [await logOf('00000041'), await logOf('00000050')];
    await askRepo(house, 'delete');
    await serveAll(house);
    expect([await isThere(tools), await isThere(old), await isThere(fresh)]).to.deep.equal([false, false, true]);
  });
});
