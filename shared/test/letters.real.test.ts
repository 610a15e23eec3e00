/** Letters that are kept for people or for the next release. */
import { PARKED } from '@kopr/proto';
import { expect } from 'chai';
import { done, type Fate, reject } from '../src/bus/index.js';
import { eventually, type FreshBroker, freshBroker } from '../src/testkit/index.js';
import { example, listeningLog, openBus, rawChannel } from './bus-cast.js';

describe('kept letters', () => {
  let broker: FreshBroker;
  beforeEach(async () => {
    broker = await freshBroker();
  });
  afterEach(() => broker[Symbol.asyncDispose]());

  it('can be listed and replayed, one by one', async () => {
    let fate: Fate = reject('the owner is unknown');
    const handled: string[] = [];
    await using bus = await openBus(broker.url, 'scheduler', (b) =>
      b.consume('task.queued', (_body, { id, attempt }) => Promise.resolve((handled.push(`${id} ${attempt}`), fate))),
    );
    const [first, second] = [example('task.queued'), example('task.queued')];
    await bus.publish(first);
    await bus.publish(second);
    const letters = await eventually(
      async () => {
        const all = await bus.deadLetters().list(10);
        return all.length === 2 && all;
      },
      { what: 'both are dead letters' },
    );
    expect(letters.map(({ id }) => id).toSorted()).to.deep.equal([first.id, second.id].toSorted());
    expect(letters[0]).to.include({
      queue: 'scheduler.task.queued',
      type: 'task.queued',
      reason: 'the owner is unknown',
      attempt: 1,
    });
    expect(letters.find(({ id }) => id === first.id)?.message).to.deep.equal(first);

    fate = done;
    expect(await bus.deadLetters().replay(first.id)).to.equal(true);
    await eventually(() => handled.length === 3, { what: 'it was delivered again' });
    expect(handled.at(-1)).to.equal(`${first.id} 1`);
    expect((await bus.deadLetters().list(10)).map(({ id }) => id)).to.deep.equal([second.id]);
    expect(await bus.deadLetters().replay(first.id)).to.equal(false);
  });

  it('are not worn out by looking at them', async () => {
    await using bus = await openBus(broker.url, 'scheduler', (b) =>
      b.consume('task.queued', () => Promise.resolve(reject('no'))),
    );
    await bus.publish(example('task.queued'));
    await eventually(async () => (await bus.deadLetters().list(1)).length === 1, { what: 'it is a dead letter' });
    for (let look = 0; look < 25; look++) await bus.deadLetters().list(1);
    expect(await bus.deadLetters().list(1)).to.have.length(1);
  });

  it('hold what nobody can read', async () => {
    const { log, lines } = listeningLog();
    await using bus = await openBus(
      broker.url,
      'scheduler',
      (b) => b.consume('task.queued', () => Promise.resolve(done)),
      log,
    );
    await using raw = await rawChannel(broker.url);
    raw.sendToQueue('scheduler.task.queued', Buffer.from('dill'));
    const [letter] = await eventually(
      async () => {
        const all = await bus.deadLetters().list(1);
        return all.length > 0 && all;
      },
      { what: 'it is a dead letter' },
    );
    expect(letter).to.include({ message: 'dill', queue: 'scheduler.task.queued' });
    expect(letter?.reason).to.match(/^not an envelope/);
    expect(lines.filter(({ level }) => level === 'error')).to.have.length(1);
  });

  it('park a version that only the next release knows, and that release takes it up', async () => {
    const later = { ...example('task.queued'), version: 2 };
    await using raw = await rawChannel(broker.url);
    {
      await using bus = await openBus(broker.url, 'scheduler', (b) =>
        b.consume('task.queued', () => Promise.resolve(done)),
      );
      raw.sendToQueue('scheduler.task.queued', Buffer.from(JSON.stringify(later)), { messageId: later.id });
      await eventually(async () => (await bus.deadLetters('parked').list(1)).length === 1, { what: 'it is parked' });
      expect(await bus.deadLetters().list(1)).to.deep.equal([]);
    }
    // The next release: what is parked there is of a version that it knows.
    const message = await raw.get(PARKED);
    if (message === false) throw new Error('the parked message is gone');
    const known = Buffer.from(JSON.stringify({ ...later, version: 1 }));
    raw.publish(PARKED, '', known, { headers: message.properties.headers, messageId: later.id });
    raw.ack(message);
    await raw.waitForConfirms();
    const got: string[] = [];
    await using next = await openBus(broker.url, 'scheduler', (b) =>
      b.consume('task.queued', (_body, { id }) => Promise.resolve((got.push(id), done))),
    );
    await eventually(() => got[0] === later.id, { what: 'the next release handled it' });
    expect(await next.deadLetters('parked').list(1)).to.deep.equal([]);
  });
});
