/** Rows that are read past TypeORM: they must be what TypeORM would give. */
import { readKeyring } from '@kopr/shared/sealed';
import { freshDatabase, freshSealingKeys, type FreshDatabase } from '@kopr/shared/testkit';
import { silentLog } from '@kopr/shared/log';
import { expect } from 'chai';
import type { DataSource } from 'typeorm';
import { MockChrootEntity, saveChroot } from '../src/store/chroots.js';
import { openStore } from '../src/store/database.js';
import { IDS, read, readRow, readRows } from '../src/store/read.js';
import { saveUser, UserEntity } from '../src/store/users.js';

const NOON = new Date('2026-01-01T12:00:00.123Z');
const ROOT = {
  name: 'fedora-42-x86_64',
  engine: 'mock' as const,
  image: null,
  mockConfig: 'fedora-42-x86_64',
  branch: 'f42',
  active: false,
  comment: '“quoted”, ž',
  extraRepos: ['http://extra.example.org/$chroot/'],
  eolAt: NOON,
};

describe('rows read past the ORM', () => {
  let database: FreshDatabase;
  let db: DataSource;
  before(async () => {
    database = await freshDatabase();
    db = await openStore(database.url, readKeyring(freshSealingKeys()), silentLog());
    await saveChroot(db.manager, ROOT);
  });
  after(async () => {
    await db.destroy();
    await database[Symbol.asyncDispose]();
  });

  it('are what the ORM gives: flags, lists, times, nothing', async () => {
    const ours = await readRow(db.manager, MockChrootEntity, 'WHERE name = ?', [ROOT.name]);
    expect(ours).to.deep.equal({ ...(await db.manager.findOneByOrFail(MockChrootEntity, { name: ROOT.name })) });
    expect(ours).to.deep.include({ active: false, image: null, extraRepos: ROOT.extraRepos, eolAt: NOON });
  });

  it('are null where there is none', async () => {
    expect(await readRow(db.manager, MockChrootEntity, 'WHERE name = ?', ['nothing'])).to.equal(null);
  });

  it('are those that the transaction wrote, and gone with it', async () => {
    const user = { name: 'alice', email: null, passwordHash: null, admin: true, active: true, wantsMail: true };
    const rollBack = new Error('roll back');
    const inside = db.transaction(async (tx) => {
      await saveUser(tx, { ...user, createdAt: NOON });
      const [row] = await readRows(tx, UserEntity, 'WHERE name = ?', ['alice']);
      expect(row).to.deep.include({ ...user, createdAt: NOON });
      throw rollBack;
    });
    expect(await inside.catch((error: unknown) => error)).to.equal(rollBack);
    expect(await readRows(db.manager, UserEntity, 'WHERE name = ?', ['alice'])).to.deep.equal([]);
  });

  it('come for any number of ids by one statement', async () => {
    const wanted = (ids: number[]) =>
      read<{ id: number }>(db.manager, `SELECT id FROM ${IDS} k`, [JSON.stringify(ids)]);
    expect(await wanted([])).to.deep.equal([]);
    expect((await wanted([3, 1, 2])).map(({ id }) => id)).to.have.members([1, 2, 3]);
  });

  it('fail with the database’s own error', async () => {
    const error = await read(db.manager, 'SELECT nothing FROM nowhere', []).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'ER_NO_SUCH_TABLE' });
  });
});
