/** Outbox and inbox on a real MariaDB: what is kept is said, what is undone is not, and repeats change nothing. */
import { expect } from 'chai';
import { encode } from '../src/bus/envelope-of.js';
import { done, type Meta, reject } from '../src/bus/index.js';
import { KoprError } from '../src/errors/index.js';
import { silentLog } from '../src/log/index.js';
import { handleOnce, InboxEntity, OutboxEntity, relayOutbox, transact } from '../src/outbox/index.js';
import { prune } from '../src/outbox/prune.js';
import { sendBatch } from '../src/outbox/send-batch.js';
import { eventually, type FreshDatabase, freshDatabase } from '../src/testkit/index.js';
import { exampleOf, listeningLog } from './bus-cast.js';
import { addPackage, fakeBus, type OpenDatabase, openTestDatabase, packages, unsent } from './outbox-cast.js';

const REQUEST = exampleOf('line.rebuild-requested');

describe('the outbox', () => {
  let fresh: FreshDatabase;
  let db: OpenDatabase;
  beforeEach(async () => {
    fresh = await freshDatabase();
    db = await openTestDatabase(fresh.url);
  });
  afterEach(async () => {
    await db.destroy();
    await fresh[Symbol.asyncDispose]();
  });
  const sayRequests = (count: number): Promise<void> =>
    transact(db, async (_tx, say) => {
      for (let n = 0; n < count; n++) await say('line.rebuild-requested', REQUEST);
    });

  it('says what was said in a transaction that was kept, at its commit', async () => {
    const { bus, said } = fakeBus();
    const relay = relayOutbox(db, bus, silentLog());
    await relay.start();
    await transact(db, async (tx, say) => {
      await addPackage(tx, 'hello');
      await say('line.rebuild-requested', REQUEST);
      expect(said).to.deep.equal([]);
    });
    // Sooner than the slow poll: the commit woke the relay.
    await eventually(() => said.length === 1, { what: 'it was said', withinMs: 900 });
    await eventually(async () => (await unsent(db)) === 0, { what: 'it is marked' });
    await relay.stop();
    expect(said[0]).to.include({ type: 'line.rebuild-requested', version: 1 });
  });

  it('says nothing of a transaction that rolled back', async () => {
    const failing = transact(db, async (tx, say) => {
      await addPackage(tx, 'hello');
      await say('line.rebuild-requested', REQUEST);
      throw new Error('changed my mind');
    });
    expect(await failing.catch(String)).to.equal('Error: changed my mind');
    expect([await packages(db), await unsent(db)]).to.deep.equal([[], 0]);
  });

  it('loses nothing when the process dies between commit and publish', async () => {
    const before = fakeBus();
    before.connect(false);
    const died = relayOutbox(db, before.bus, silentLog());
    await died.start();
    await sayRequests(3);
    await died.stop();
    expect([before.said.length, await unsent(db)]).to.deep.equal([0, 3]);
    const { bus, said } = fakeBus();
    const next = relayOutbox(db, bus, silentLog());
    await next.start();
    await eventually(() => said.length === 3, { what: 'the next process said them' });
    await next.stop();
  });

  it('says what waited as soon as the bus is back', async () => {
    const { bus, said, connect } = fakeBus();
    connect(false);
    const relay = relayOutbox(db, bus, silentLog());
    await relay.start();
    await sayRequests(1);
    connect(true);
    await eventually(() => said.length === 1, { what: 'it was said', withinMs: 900 });
    await relay.stop();
  });

  it('is relayed by two at a time without saying anything twice', async () => {
    const { bus, said } = fakeBus();
    const other = await openTestDatabase(fresh.url);
    const relays = [relayOutbox(db, bus, silentLog()), relayOutbox(other, bus, silentLog())];
    await sayRequests(250);
    await Promise.all(relays.map((relay) => relay.start()));
    for (let n = 0; n < 10; n++) await sayRequests(15);
    await eventually(() => said.length >= 400, { what: 'everything was said' });
    await Promise.all(relays.map((relay) => relay.stop()));
    await other.destroy();
    expect([said.length, new Set(said.map(({ id }) => id)).size, await unsent(db)]).to.deep.equal([400, 400, 0]);
  });

  it('lets a message that the broker refuses stand back behind the others', async () => {
    const { bus, said, behave } = fakeBus();
    const { log, lines } = listeningLog();
    await sayRequests(2);
    let refused: string | undefined;
    behave(({ id }) => {
      refused ??= id;
      return id === refused ? Promise.reject(new KoprError('unroutable', 'no queue')) : Promise.resolve();
    });
    expect(await sendBatch(db, bus, log)).to.deep.equal({ claimed: 2, deferred: 1 });
    expect(await sendBatch(db, bus, log)).to.deep.equal({ claimed: 0, deferred: 0 });
    expect(said).to.have.length(1);
    expect(lines.map(({ message }) => message)).to.deep.equal(['message refused']);
    const [row] = await db.getRepository(OutboxEntity).findBy({ messageId: refused ?? '' });
    expect(row).to.include({ tries: 1, sentAt: null });
    expect(row?.retryAt?.getTime()).to.be.greaterThan(Date.now());
  });

  it('puts a message that can never be said aside, and tells of it once', async () => {
    const { bus, said, behave } = fakeBus();
    const { log, lines } = listeningLog();
    await sayRequests(2);
    await db.query("UPDATE outbox SET envelope = JSON_SET(envelope, '$.body.pad', REPEAT('x', 300000)) WHERE id = 1");
    behave((envelope) => Promise.resolve(void encode(envelope)));
    expect(await sendBatch(db, bus, log)).to.deep.equal({ claimed: 2, deferred: 0 });
    expect(said).to.have.length(1);
    const row = await db.getRepository(OutboxEntity).findOneByOrFail({ id: 1 });
    expect(row).to.include({ sentAt: null, retryAt: null });
    expect(row.refusedAt).to.be.instanceOf(Date);
    const size = Buffer.byteLength(row.envelope);
    expect(lines.map(({ level }) => level)).to.deep.equal(['error']);
    expect(lines[0]?.fields).to.include({ type: 'line.rebuild-requested', id: row.messageId, size });
    // Tried later it would have a time in retry_at; this one is out of every batch.
    await db.query('UPDATE outbox SET retry_at = NULL');
    expect(await sendBatch(db, bus, log)).to.deep.equal({ claimed: 0, deferred: 0 });
    expect(lines).to.have.length(1);
  });

  it('forgets after fourteen days what was sent and what was handled', async () => {
    await sayRequests(3);
    await db.query('UPDATE outbox SET sent_at = UTC_TIMESTAMP(3) - INTERVAL 13 DAY WHERE id = 1');
    await db.query('UPDATE outbox SET sent_at = UTC_TIMESTAMP(3) - INTERVAL 15 DAY WHERE id = 2');
    await db.query(
      "INSERT INTO inbox VALUES ('a', 't', UTC_TIMESTAMP(3) - INTERVAL 15 DAY), ('b', 't', UTC_TIMESTAMP(3))",
    );
    await prune(db);
    const left = await db.getRepository(OutboxEntity).find({ order: { id: 'ASC' } });
    expect(left.map(({ id }) => id)).to.deep.equal([1, 3]);
    expect((await db.getRepository(InboxEntity).find()).map(({ messageId }) => messageId)).to.deep.equal(['b']);
  });
});

describe('the inbox', () => {
  let fresh: FreshDatabase;
  let db: OpenDatabase;
  before(async () => {
    fresh = await freshDatabase();
    db = await openTestDatabase(fresh.url);
  });
  after(async () => {
    await db.destroy();
    await fresh[Symbol.asyncDispose]();
  });
  const meta = (id: string): Meta<'task.lost'> => ({
    id,
    type: 'task.lost',
    time: '',
    trace: '',
    queue: '',
    attempt: 1,
  });
  const body = { ...exampleOf('task.lost') };

  it('handles a message once, however often and at the same time it comes', async () => {
    let worked = 0;
    const handler = handleOnce<'task.lost'>(db, async (tx, say) => {
      worked++;
      await addPackage(tx, 'once');
      await say('line.rebuild-requested', REQUEST);
      return done;
    });
    const fates = await Promise.all(['m1', 'm1', 'm1'].map((id) => handler(body, meta(id))));
    fates.push(await handler(body, meta('m1')));
    expect(fates).to.deep.equal([done, done, done, done]);
    expect([worked, await packages(db), await unsent(db)]).to.deep.equal([1, ['once'], 1]);
  });

  it('undoes everything when the handler rejects, so that a replay is handled', async () => {
    let fate = reject('the project is gone');
    const handler = handleOnce<'task.lost'>(db, async (tx) => {
      await addPackage(tx, 'replayed');
      return fate;
    });
    expect(await handler(body, meta('m2'))).to.deep.equal(fate);
    expect(await packages(db)).not.to.include('replayed');
    fate = done;
    expect(await handler(body, meta('m2'))).to.deep.equal(done);
    expect(await packages(db)).to.include('replayed');
  });
});
