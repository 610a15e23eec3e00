import { readdir } from 'node:fs/promises';
import { createBus, envelopeOf, done, type Bus } from '@kopr/shared/bus';
import { childTrace, currentTrace, newTrace, silentLog, traceIdOf, withTrace } from '@kopr/shared/log';
import { relayOutbox } from '@kopr/shared/outbox';
import { eventually, freshBroker } from '@kopr/shared/testkit';
import { sourceImported, taskFinished, type Body } from '@kopr/proto';
import { expect } from 'chai';
import { consumeAll } from '../src/consumers/index.js';
import { deadlines } from '../src/loops/deadlines.js';
import { pruneUploads } from '../src/loops/prune-uploads.js';
import { uploadFolder } from '../src/verbs/store-upload.js';
import { newsOf } from './news.js';
import { openStack, uploadForm, type Stack } from './stack.js';

const CHROOT = 'fedora-42-x86_64';

async function submit(stack: Stack): Promise<number> {
  const alice = await stack.user('alice');
  await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p1', chroots: [CHROOT] });
  const fields = { ownername: 'alice', projectname: 'p1', chroots: [CHROOT] };
  const { json } = await stack.ask('POST', '/api_3/build/create/upload', alice, uploadForm(fields));
  return Number(json['id']);
}

const state = async (stack: Stack, id: number) => (await stack.ask('GET', `/api_3/build/${id}`)).json['state'];

describe('the frontend on the bus', () => {
  it('builds with other rooms, under one trace', async () => {
    await using broker = await freshBroker();
    await using stack = await openStack();
    const { deps } = stack;
    const frontend = createBus({ url: broker.url, service: 'frontend', log: silentLog() });
    const relay = relayOutbox(deps.db, frontend, silentLog());
    consumeAll(frontend, deps);
    const others = room(broker.url, 'dist-git');
    const line = room(broker.url, 'scheduler');
    const publisher = room(broker.url, 'repo-publisher');
    const traces = new Set<string | undefined>();
    const note = () => traces.add(traceIdOf(currentTrace() ?? ''));
    others.consume('source.requested', async ({ build }) => {
      note();
      await others.publish(
        envelopeOf('source.imported', { ...sourceImported.example, build, commits: { f42: 'b'.repeat(40) } }),
      );
      return done;
    });
    line.consume('task.queued', async ({ build, task }) => {
      note();
      await line.publish(envelopeOf('task.finished', { ...taskFinished.example, build, task }));
      return done;
    });
    publisher.consume('publish.requested', async (order: Body<'publish.requested'>) => {
      note();
      const { request, project, build, task, attempt, chroot } = order;
      const answer = { request, project, build, task, attempt, chroot, packages: [], path: 'x', revision: 1 };
      await publisher.publish(envelopeOf('repo.published', answer));
      return done;
    });
    const parts = [relay, frontend, others, line, publisher];
    for (const part of parts) await part.start();
    try {
      const id = await submit(stack);
      await eventually(async () => (await state(stack, id)) === 'succeeded', { what: 'the build to succeed' });
      expect(traces.size).to.equal(1);
    } finally {
      for (const part of parts.toReversed()) await part.stop();
    }
  });

  it('ends a build that nobody answers, at its scaled deadline', async () => {
    await using stack = await openStack({ KOPR_DEADLINE_SCALE: '0.00001' });
    const id = await submit(stack);
    const loop = deadlines(stack.deps);
    await eventually(
      async () => {
        await loop.start();
        await loop.stop();
        return (await state(stack, id)) === 'failed';
      },
      { what: 'the deadline to end the build' },
    );
    const { json } = await stack.ask('GET', `/api_3/build/${id}`);
    expect(json['kopr_reason']).to.include('not imported within');
  });

  it('asks for an import again while nothing is heard', async () => {
    await using stack = await openStack({ KOPR_DEADLINE_SCALE: '0.0001' });
    const trace = newTrace();
    const id = await submit(stack);
    const loop = deadlines(stack.deps);
    // A single look may come too early, and the loop's next one after the deadline.
    await eventually(
      async () => {
        await withTrace(childTrace(trace), () => loop.start());
        await loop.stop();
        return (await stack.bodies('source.requested')).length >= 2;
      },
      { what: 'a second order' },
    );
    const [first, second] = await stack.bodies('source.requested');
    expect(second).to.deep.equal(first);
    await newsOf(stack, id).imported();
    expect(await state(stack, id)).to.equal('pending');
  });

  it('removes an upload once it was imported', async () => {
    await using stack = await openStack();
    const id = await submit(stack);
    const folder = uploadFolder(stack.deps.config);
    const loop = pruneUploads(stack.deps);
    await loop.start();
    await loop.stop();
    expect(await readdir(folder)).to.have.length(1);
    await newsOf(stack, id).imported();
    await loop.start();
    await eventually(async () => (await readdir(folder)).length === 0, { what: 'the file to be removed' });
    await loop.stop();
    const { json } = await stack.ask('GET', `/api_3/build/${id}`);
    expect((json['source_package'] as { url: unknown }).url).to.equal(null);
  });
});

function room(url: string, service: 'dist-git' | 'scheduler' | 'repo-publisher'): Bus {
  return createBus({ url, service, log: silentLog() });
}
