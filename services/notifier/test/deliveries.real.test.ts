import { expect } from 'chai';
import type { DataSource } from 'typeorm';
import { silentLog } from '@kopr/shared/log';
import { freshDatabase } from '@kopr/shared/testkit';
import { claimDue, enqueue, forgetEnded, markSent, postpone } from '../src/store/deliveries.js';
import { DeliveryEntity } from '../src/store/delivery.js';
import { openStore } from '../src/store/open.js';

const LEASE_MS = 60_000;
const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 12, 0, second));
const trace = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;

describe('deliveries', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let db: DataSource;
  beforeEach(async () => {
    database = await freshDatabase();
    db = await openStore(database.url, silentLog());
  });
  afterEach(async () => {
    await db.destroy();
    await database[Symbol.asyncDispose]();
  });
  const put = (key: string, second: number) =>
    enqueue(db.manager, { channel: 'mail', key, content: { key }, trace }, at(second));
  const claim = (second: number) => claimDue(db, 'mail', at(second), LEASE_MS);

  it('are taken by one at a time, the oldest first', async () => {
    await put('new', 2);
    await put('old', 1);
    const claims = await Promise.all([claim(3), claim(3), claim(3)]);
    expect(claims.map((each) => each?.key)).to.have.members(['old', 'new', undefined]);
    expect(claims.find((each) => each?.key === 'old')?.content).to.deep.equal({ key: 'old' });
  });

  it('come back when whoever took them never said how it went', async () => {
    await put('one', 0);
    const dead = await claim(1);
    expect(await claim(30)).to.equal(undefined);
    const second = await claim(62);
    expect(second).to.include({ key: 'one', tries: 2 });
    if (dead === undefined || second === undefined) return;
    await postpone(db, dead, 'too late', at(0));
    await markSent(db, second, at(63));
    expect(await db.getRepository(DeliveryEntity).findOneBy({ key: 'one' })).to.include({ state: 'sent', note: null });
  });

  it('are remembered after they were sent, until they are forgotten', async () => {
    await put('one', 0);
    const first = await claim(1);
    if (first) await markSent(db, first, at(2));
    await put('one', 3);
    expect(await claim(100)).to.equal(undefined);
    expect(await forgetEnded(db, at(2))).to.equal(0);
    expect(await forgetEnded(db, at(3))).to.equal(1);
  });
});
