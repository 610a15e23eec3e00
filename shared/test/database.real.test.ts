/** Opening a schema, and transactions on it. */
import { expect } from 'chai';
import type mysql from 'mysql2';
import { databasePart, transact } from '../src/outbox/index.js';
import { type FreshDatabase, freshDatabase } from '../src/testkit/index.js';
import { addPackage, type OpenDatabase, openTestDatabase, packages } from './outbox-cast.js';

describe('a database', () => {
  let fresh: FreshDatabase;
  beforeEach(async () => {
    fresh = await freshDatabase();
  });
  afterEach(() => fresh[Symbol.asyncDispose]());

  it('is migrated once when replicas start together', async () => {
    const replicas = await Promise.all([1, 2, 3].map(() => openTestDatabase(fresh.url)));
    const rows = (await replicas[0]?.query('SELECT name FROM migrations ORDER BY id')) as { name: string }[];
    expect(rows.map(({ name }) => name)).to.deep.equal(['OutboxAndInbox1700000000000', 'Packages1700000000001']);
    await Promise.all(replicas.map((replica) => replica.destroy()));
  });

  it('reads committed rows, in UTC, on every connection', async () => {
    await using db = await openTestDatabase(fresh.url);
    const ask = 'SELECT @@tx_isolation AS isolation, @@time_zone AS zone, SLEEP(0.05)';
    const answers = (await Promise.all(Array.from({ length: 5 }, () => db.query(ask)))).flat() as {
      isolation: string;
      zone: string;
    }[];
    expect(new Set(answers.map(({ isolation, zone }) => `${isolation} ${zone}`))).to.deep.equal(
      new Set(['READ-COMMITTED +00:00']),
    );
  });

  it('keeps only some prepared statements, however many forms a query has', async () => {
    await using db = await openTestDatabase(fresh.url);
    const pool = (db.driver as unknown as { pool: mysql.Pool }).pool.promise();
    const connection = await pool.getConnection();
    for (let form = 0; form < 300; form++) await connection.execute(`SELECT ? AS form${form}`, [form]);
    const [rows] = await connection.query<mysql.RowDataPacket[]>("SHOW SESSION STATUS LIKE 'Com_stmt_close'");
    connection.release();
    expect(Number(rows[0]?.['Value'])).to.be.at.least(50);
  });

  it('gives dates back as they were put in', async () => {
    await using db = await openTestDatabase(fresh.url);
    const at = new Date('2026-07-01T12:00:00.123Z');
    await db.query("INSERT INTO package VALUES ('hello', ?)", [at]);
    expect(await db.query('SELECT at FROM package')).to.deep.equal([{ at }]);
  });

  it('repeats a transaction that lost a deadlock', async () => {
    await using db = await openTestDatabase(fresh.url);
    await transact(db, async (tx) => {
      await addPackage(tx, 'a');
      await addPackage(tx, 'b');
    });
    const { touch, tries } = meeting(db);
    await Promise.all([touch('a', 'b'), touch('b', 'a')]);
    expect(tries()).to.equal(3);
    expect(await packages(db)).to.deep.equal(['a', 'b']);
  });

  it('is ready while it answers', async () => {
    const db = await openTestDatabase(fresh.url);
    const part = databasePart(db);
    expect(await part.ready?.()).to.equal(true);
    await part.stop();
    await part.stop();
    expect(await part.ready?.()).to.equal(false);
  });
});

/** Two transactions that lock two rows crosswise: each waits until both hold their first row. */
function meeting(db: OpenDatabase): { touch(first: string, then: string): Promise<void>; tries(): number } {
  let tries = 0;
  let both = (): void => undefined;
  const met = new Promise<void>((resolve) => (both = resolve));
  const lock = 'UPDATE package SET at = UTC_TIMESTAMP(3) WHERE name = ?';
  const touch = (first: string, then: string): Promise<void> =>
    transact(db, async (tx) => {
      tries++;
      await tx.query(lock, [first]);
      if (tries === 2) both();
      await met;
      await tx.query(lock, [then]);
    });
  return { touch, tries: () => tries };
}
