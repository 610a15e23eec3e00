import { envelopeOf } from '@kopr/shared/bus';
import { silentLog } from '@kopr/shared/log';
import { outboxKey } from '@kopr/shared/stream-outbox';
import { freshRedis, type FreshRedis } from '@kopr/shared/testkit';
import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { beginTerm } from '../src/line/begin.js';
import { electionIn, type Election } from '../src/line/election.js';
import { keysOf, type Keys } from '../src/line/keys.js';
import { recordsIn, type Records } from '../src/line/records.js';
import { connectRedis } from '../src/line/redis.js';
import { openTerm, type Term } from '../src/line/term.js';
import { finished, news, NOON } from './cast.js';

const TASK = '42-minidistro-13-x86_64';
const log = silentLog();

describe('the records of the line', () => {
  let fresh: FreshRedis;
  let redis: Redis;
  let keys: Keys;
  let records: Records;
  let [alice, bob]: Election[] = [];
  beforeEach(async () => {
    fresh = await freshRedis();
    redis = connectRedis(fresh.url);
    await redis.connect();
    keys = keysOf(fresh.prefix);
    records = recordsIn(redis, keys);
    [alice, bob] = ['alice', 'bob'].map((me) => electionIn(redis, keys, me));
  });
  afterEach(async () => {
    redis.disconnect();
    await fresh[Symbol.asyncDispose]();
  });

  const outbox = async (): Promise<string[]> => {
    const entries = await redis.xrange(outboxKey(fresh.prefix), '-', '+');
    return entries.map(([, fields]) => (JSON.parse(fields[1] ?? '') as { type: string }).type);
  };
  /** Opens alice's next term at noon and some seconds. */
  async function open(second = 0): Promise<Term & { broke: () => unknown }> {
    const term = (await alice?.campaign()) ?? 0;
    const now = NOON + second * 1000;
    const line = await beginTerm({ redis, keys, records, log, term, now });
    line.quietUntil = 0;
    let why: unknown;
    const desk = { number: term, line, records, keys, log, now: () => now, said: () => undefined };
    return { ...openTerm(desk, (error) => (why = error)), broke: () => why };
  }

  it('keep a task, its assignment and the message of it in one go', async () => {
    const term = await open();
    await term.take(news.queued(), 'm1');
    await term.take(news.reported(NOON));
    expect(JSON.parse((await redis.hget(keys.tasks, TASK)) ?? '')).to.include({ attempt: 1, host: 'alpha' });
    expect(await outbox()).to.deep.equal(['line.rebuild-requested', 'task.assigned']);
  });

  it('are read by the next term as they were left, so that a crash loses nothing', async () => {
    const term = await open();
    await term.take(news.queued({ task: '43' }), 'm1');
    await term.take(news.finished(1), 'm2');
    await term.take(news.canceled(7), 'm3');
    const line = await records.load(NOON);
    expect(line.waiting.get('43')?.attempt).to.equal(0);
    expect(line.ended.get(TASK)).to.deep.equal({ attempt: 1, at: NOON });
    expect([...line.canceled]).to.deep.equal([[7, NOON]]);
  });

  it('do not change for a message that was handled before, in whichever term', async () => {
    await (await open()).take(news.queued(), 'm1');
    await (await open()).take({ type: 'task.finished', body: finished(TASK, 1), trace: 'x' }, 'm2');
    const term = await open();
    expect(await term.take(news.queued({ attempt: 5 }), 'm1')).to.deep.equal({ fate: 'done' });
    expect(await redis.hlen(keys.tasks)).to.equal(0);
    expect(await term.take(news.queued({ attempt: 5 }), 'm3')).to.deep.equal({ fate: 'done' });
    expect(await redis.hlen(keys.tasks)).to.equal(1);
  });

  it('refuse the changes of an older term, and its leader gives the message back', async () => {
    const old = await open();
    const next = await open();
    expect(await old.take(news.queued(), 'm1')).to.include({ fate: 'retry' });
    expect(old.isOver()).to.equal(true);
    expect(old.broke()).to.be.an('error').with.property('code', 'fenced');
    expect(await old.take(news.queued(), 'm1')).to.include({ fate: 'retry' });
    expect(await redis.hlen(keys.tasks)).to.equal(0);
    expect(await next.take(news.queued(), 'm1')).to.deep.equal({ fate: 'done' });
  });

  it('refuse changes when Redis was emptied, so that nothing is built on what is gone', async () => {
    const term = await open();
    await redis.del(keys.marker, keys.fence, keys.tasks);
    expect(await term.take(news.queued(), 'm1')).to.include({ fate: 'retry' });
    expect(term.broke()).to.have.property('code', 'emptied');
    expect(await redis.hlen(keys.tasks)).to.equal(0);
  });

  it('change as a whole or not at all', async () => {
    const term = (await alice?.campaign()) ?? 0;
    await redis.set(keys.marker, '1');
    await redis.set(`${keys.inbox}m2`, '');
    const says = [envelopeOf('task.given-up', { task: '42', kind: 'source', build: 42, attempt: 3, reason: 'x' })];
    const change = { handled: ['m1', 'm2'], writes: [['HSET', keys.tasks, '1', '{}']], says };
    expect(await records.commit(term, change)).to.equal('repeated');
    expect(await redis.exists(keys.tasks, `${keys.inbox}m1`, keys.outbox)).to.equal(0);
    expect(await records.commit(term, { ...change, handled: ['m1'] })).to.equal('ok');
    expect(await redis.exists(keys.tasks, `${keys.inbox}m1`, keys.outbox)).to.equal(3);
  });

  it('give every message back while Redis is away', async () => {
    const term = await open();
    redis.disconnect();
    expect(await term.take(news.queued(), 'm1')).to.include({ fate: 'retry' });
    expect(term.isOver()).to.equal(true);
  });

  describe('and who leads', () => {
    it('is one at a time, in terms that rise, until the leader resigns', async () => {
      const first = await alice?.campaign();
      expect(await bob?.campaign()).to.equal(undefined);
      expect(await alice?.renew(first ?? 0)).to.equal(true);
      await bob?.resign();
      expect(await alice?.renew(first ?? 0), 'nobody resigns for another').to.equal(true);
      await alice?.resign();
      expect(await bob?.campaign()).to.be.above(first ?? 0);
      expect(await alice?.renew(first ?? 0)).to.equal(false);
    });

    it('is in a higher term than before, though Redis was emptied', async () => {
      const first = await alice?.campaign();
      await redis.del(keys.fence, keys.leader);
      expect(await bob?.campaign()).to.be.above(first ?? 0);
    });

    it('holds a lease that ends by itself', async () => {
      await alice?.campaign();
      expect(await redis.pttl(keys.leader)).to.be.within(1, 6_000);
    });
  });
});
