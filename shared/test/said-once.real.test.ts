/** From one service's transaction to the other's, over a real broker, with a crash in between. */
import { expect } from 'chai';
import { done } from '../src/bus/index.js';
import { silentLog } from '../src/log/index.js';
import { handleOnce, relayOutbox, transact } from '../src/outbox/index.js';
import { eventually, freshBroker, freshDatabase } from '../src/testkit/index.js';
import { exampleOf, openBus } from './bus-cast.js';
import { addPackage, openTestDatabase, packages, unsent } from './outbox-cast.js';

describe('a message between two services', () => {
  it('takes effect once although the relay died before it could mark it sent', async () => {
    await using broker = await freshBroker();
    await using ours = await freshDatabase();
    await using theirs = await freshDatabase();
    await using frontendDb = await openTestDatabase(ours.url);
    await using publisherDb = await openTestDatabase(theirs.url);
    let deliveries = 0;
    const handle = handleOnce<'publish.requested'>(publisherDb, async (tx, _say, body) => {
      await addPackage(tx, body.package);
      return done;
    });
    await using publisher = await openBus(broker.url, 'repo-publisher', (bus) =>
      bus.consume('publish.requested', async (body, meta) => {
        const fate = await handle(body, meta);
        deliveries++;
        return fate;
      }),
    );
    await using frontend = await openBus(broker.url, 'frontend');
    const relay = relayOutbox(frontendDb, frontend, silentLog());
    await relay.start();
    await transact(frontendDb, (_tx, say) => say('publish.requested', exampleOf('publish.requested')));
    await eventually(async () => (await unsent(frontendDb)) === 0, { what: 'it was said' });
    await frontendDb.query('UPDATE outbox SET sent_at = NULL');
    await eventually(() => deliveries === 2, { what: 'it was said and delivered twice' });
    await relay.stop();
    expect(await packages(publisherDb)).to.deep.equal(['hello']);
    expect(await publisher.deadLetters().list(10)).to.deep.equal([]);
  });
});
