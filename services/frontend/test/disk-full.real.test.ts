import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Body, MessageType } from '@kopr/proto';
import { newTrace } from '@kopr/shared/log';
import type { Handler } from '@kopr/shared/bus';
import { expect } from 'chai';
import { onServiceAlarmed } from '../src/consumers/on-service-alarmed.js';
import { onServiceEased } from '../src/consumers/on-service-eased.js';
import { lookAtDisk } from '../src/verbs/tell-disk.js';
import { remindOf } from '../src/verbs/say-again.js';
import { alarmReader } from '../src/verbs/shown-alarms.js';
import { openStack, uploadForm, type Stack } from './stack.js';

const run = promisify(execFile);
const MIB = 1024 ** 2;
const HERE = { ownername: 'alice', projectname: 'p1' };
const NO_ROOM = 'There is no room for the file: the disk of the frontend is full. Please try again later.';

/** A file system of 8 MiB that can really be full. */
async function smallDisk(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'kopr-small-'));
  await run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', path]);
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await run('umount', [path]);
      await rm(path, { recursive: true });
    },
  };
}

describe('a full disk of uploads', () => {
  let disk: Awaited<ReturnType<typeof smallDisk>> | undefined;
  before(async function () {
    try {
      disk = await smallDisk();
    } catch {
      // Only root may mount.
      this.skip();
    }
  });
  after(() => disk?.[Symbol.asyncDispose]());
  const path = (name: string) => join(disk?.path ?? '', name);
  afterEach(() => (disk ? rm(path('uploads'), { recursive: true, force: true }) : undefined));

  async function open(minFree: number): Promise<{ stack: Stack; alice: string }> {
    const stack = await openStack({ KOPR_DATA_DIR: path(''), KOPR_MIN_FREE_BYTES: String(minFree) });
    const alice = await stack.user('alice');
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p1', chroots: ['fedora-42-x86_64'] });
    await stack.said();
    return { stack, alice };
  }
  const upload = ({ stack, alice }: Awaited<ReturnType<typeof open>>, bytes: number) =>
    stack.ask('POST', '/api_3/build/create/upload', alice, uploadForm(HERE, 'big-1-1.src.rpm', 'x'.repeat(bytes)));
  const files = () => readdir(path('uploads'));

  it('is told to who uploads, leaves no half file and no build, and takes the next one that fits', async () => {
    const place = await open(0);
    await using stack = place.stack;
    const { status, json } = await upload(place, 12 * MIB);
    expect([status, json]).to.deep.equal([507, { error: NO_ROOM }]);
    expect([await files(), await stack.said()]).to.deep.equal([[], []]);
    expect((await upload(place, 4 * MIB)).status).to.equal(200);
    expect(await files()).to.have.length(1);
  });

  it('is never reached by uploads, which stop at the reserve', async () => {
    const place = await open(6 * MIB);
    await using stack = place.stack;
    expect((await upload(place, MIB)).status).to.equal(200);
    await stack.said();
    await writeFile(path('filler'), Buffer.alloc(2 * MIB));
    expect((await upload(place, 10)).status).to.equal(507);
    expect([(await files()).length, await stack.said()]).to.deep.equal([1, []]);
    await rm(path('filler'));
  });

  it('is told to the house once, and its end once', async () => {
    const place = await open(2 * MIB);
    await using stack = place.stack;
    const look = () => Promise.all([lookAtDisk(stack.deps), lookAtDisk(stack.deps), lookAtDisk(stack.deps)]);
    await look();
    expect(await stack.said()).to.be.empty;
    await writeFile(path('filler'), Buffer.alloc(7 * MIB));
    await look();
    await look();
    expect(await stack.said()).to.deep.equal(['service.alarmed']);
    const [alarmed] = await stack.bodies('service.alarmed');
    expect(alarmed).to.deep.include({ service: 'frontend', alarm: 'disk-full' });
    const [shown, ...more] = await alarmReader(stack.deps)();
    expect([shown?.text, more]).to.deep.equal([alarmed?.text, []]);
    await rm(path('filler'));
    await look();
    await look();
    expect(await stack.said()).to.deep.equal(['service.eased']);
    expect(await alarmReader(stack.deps)()).to.be.empty;
  });
});

describe('a full disk of dist-git', () => {
  let stack: Stack;
  before(async () => void (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());

  function tell<T extends MessageType>(handler: Handler<T>, type: T, body: Body<T>) {
    const meta = {
      id: randomUUID(),
      type,
      time: new Date().toISOString(),
      trace: newTrace(),
      queue: 'test',
      attempt: 1,
    };
    return handler(body, meta);
  }
  const body = (msAgo: number) => {
    const at = new Date(Date.now() - msAgo).toISOString();
    return { service: 'dist-git', alarm: 'disk-full', text: '3 MiB free', at };
  };
  const state = async (id: number) => (await stack.ask('GET', `/api_3/build/${id}`)).json['state'];

  it('is shown while it lasts, and keeps imports from running into their deadline', async () => {
    const alice = await stack.user('alice');
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p1', chroots: ['fedora-42-x86_64'] });
    const { json } = await stack.ask('POST', '/api_3/build/create/upload', alice, uploadForm(HERE));
    const id = Number(json['id']);
    const read = alarmReader({ ...stack.deps, now: () => new Date(0) });
    expect(await read()).to.be.empty;
    await tell(onServiceAlarmed(stack.deps), 'service.alarmed', body(60_000));
    expect(await read(), 'what was read a moment ago').to.be.empty;
    expect(await alarmReader(stack.deps)()).to.have.length(1);

    const weekLater = { ...stack.deps, now: () => new Date(Date.now() + 7 * 24 * 3_600_000) };
    await remindOf(weekLater, id);
    expect(await state(id)).to.equal('pending');
    await tell(onServiceEased(stack.deps), 'service.eased', body(30_000));
    await tell(onServiceAlarmed(stack.deps), 'service.alarmed', body(45_000));
    expect(await alarmReader(stack.deps)()).to.be.empty;
    await remindOf({ ...stack.deps, now: () => new Date(Date.now() + 15 * 24 * 3_600_000) }, id);
    expect(await state(id)).to.equal('failed');
  });
});
