/** The outbox as a Redis stream. */
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { KoprError } from '../src/errors/index.js';
import { silentLog } from '../src/log/index.js';
import { outboxKey, relayStream, toFields } from '../src/stream-outbox/index.js';
import { eventually, type FreshRedis, freshRedis } from '../src/testkit/index.js';
import { example, listeningLog } from './bus-cast.js';
import { fakeBus } from './outbox-cast.js';

describe('the outbox as a stream', () => {
  let fresh: FreshRedis;
  let redis: Redis;
  beforeEach(async () => {
    fresh = await freshRedis();
    redis = new Redis(fresh.url);
  });
  afterEach(async () => {
    redis.disconnect();
    await fresh[Symbol.asyncDispose]();
  });
  const write = async (...fields: string[]): Promise<void> => {
    await redis.xadd(outboxKey(fresh.prefix), '*', ...fields);
  };
  const relayOn = (bus: Parameters<typeof relayStream>[0]['bus'], log = silentLog()) =>
    relayStream({ redis, prefix: fresh.prefix, bus, log });
  const left = (): Promise<number> => redis.xlen(outboxKey(fresh.prefix));

  it('is said in its order and emptied, at a wake', async () => {
    const { bus, said } = fakeBus();
    const relay = relayOn(bus);
    await relay.start();
    const messages = [example('task.assigned'), example('task.stop-requested')];
    for (const message of messages) await write(...toFields(message, { host: 'local' }));
    relay.wake();
    await eventually(async () => (await left()) === 0, { what: 'the stream is empty', withinMs: 900 });
    await relay.stop();
    expect(said).to.deep.equal(messages);
  });

  it('keeps what could not be sent until it can', async () => {
    const { bus, said, behave, connect } = fakeBus();
    const relay = relayOn(bus);
    behave(() => Promise.reject(new KoprError('bus-closed', 'the connection broke')));
    await write(...toFields(example('task.assigned')));
    await relay.start();
    await relay.drain?.();
    expect([said.length, await left()]).to.deep.equal([0, 1]);
    behave(() => Promise.resolve());
    await relay.start();
    connect(true);
    await eventually(() => said.length === 1, { what: 'it was said' });
    await relay.stop();
    expect(await left()).to.equal(0);
  });

  it('puts an entry that is no message aside', async () => {
    const { bus, said } = fakeBus();
    const { log, lines } = listeningLog();
    const relay = relayOn(bus, log);
    await write('envelope', '{', 'host', '');
    await write(...toFields(example('task.assigned')));
    await relay.start();
    await eventually(() => said.length === 1, { what: 'the message behind it was said' });
    await relay.stop();
    expect([await left(), await redis.xlen(`${fresh.prefix}:outbox:refused`)]).to.deep.equal([0, 1]);
    expect(lines.map(({ message }) => message)).to.deep.equal(['a message cannot be said']);
  });

  it('waits while another replica leads', async () => {
    const { bus, said } = fakeBus();
    let leads = false;
    const relay = relayStream({ redis, prefix: fresh.prefix, bus, log: silentLog(), active: () => leads });
    await write(...toFields(example('task.assigned')));
    await relay.start();
    await relay.drain?.();
    expect(said).to.deep.equal([]);
    leads = true;
    await relay.start();
    await eventually(() => said.length === 1, { what: 'the new leader said it' });
    await relay.stop();
  });
});
