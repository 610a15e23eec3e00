import { join } from 'node:path';
import { createBus, envelopeOf } from '@kopr/shared/bus';
import { silentLog } from '@kopr/shared/log';
import { relayOutbox } from '@kopr/shared/outbox';
import { startService, type Part } from '@kopr/shared/service';
import { eventually, freshBroker } from '@kopr/shared/testkit';
import type { Body } from '@kopr/proto';
import { expect } from 'chai';
import { onPublishRequested } from '../src/consumers/on-publish-requested.js';
import { onRepoRequested } from '../src/consumers/on-repo-requested.js';
import { publishLoops } from '../src/loops/publish.js';
import { openHouse } from './support/house.js';
import { CHROOT, finishBuild, project } from './support/orders.js';
import { readRepository } from './support/repository.js';

describe('orders over the bus', () => {
  it('are carried out and answered at once, with their trace', async () => {
    await using house = await openHouse();
    await using broker = await freshBroker();
    const log = silentLog();
    const bus = createBus({ url: broker.url, service: 'repo-publisher', log });
    const frontend = createBus({ url: broker.url, service: 'frontend', log });
    const loops = publishLoops(house.publish, 2, () => Promise.resolve(true));
    const wake = () => loops.forEach((loop) => loop.wake());
    bus.consume('publish.requested', onPublishRequested(house.db, wake));
    bus.consume('repo.requested', onRepoRequested(house.db, wake));
    const heard: { body: Body<'repo.published'>; trace: string; at: number }[] = [];
    frontend.consume('repo.published', (body, { trace }) => {
      heard.push({ body, trace, at: performance.now() });
      return Promise.resolve({ fate: 'done' });
    });
    const parts: Part[] = [relayOutbox(house.db, bus, log), bus, ...loops, frontend];
    const service = await startService({ name: 'test', log, port: 0, parts });
    await eventually(() => bus.connected() && frontend.connected(), { what: 'both are connected' });

    const settings = { develMode: false, comps: null };
    await frontend.publish(
      envelopeOf('repo.requested', {
        request: crypto.randomUUID(),
        verb: 'create',
        project,
        chroots: [CHROOT],
        settings,
      }),
    );
    await eventually(() => heard.length === 1, { what: 'the repository exists' });
    const order = envelopeOf('publish.requested', await finishBuild(house, 42, 'hello'));
    const startedAt = performance.now();
    await frontend.publish(order);
    await frontend.publish(order);
    await eventually(() => heard.length === 2, { what: 'the build is published' });
    await service.stop();

    expect(heard[1]?.body).to.deep.include({ build: 42, revision: 2 });
    expect(heard[1]?.trace.split('-')[1]).to.equal(order.trace.split('-')[1]);
    expect(await readRepository(join(house.tree.results, 'alice', 'tools', CHROOT))).to.have.lengthOf(3);
    // Generous for a busy machine: an idle one needs a third of a second.
    expect((heard[1]?.at ?? Infinity) - startedAt).to.be.lessThan(5000);
  });
});
