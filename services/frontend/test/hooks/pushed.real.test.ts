import type { Body } from '@kopr/proto';
import { transact } from '@kopr/shared/outbox';
import { expect } from 'chai';
import { keepPush } from '../../src/verbs/keep-push.js';
import { redeliver } from '../../src/verbs/redeliver.js';
import { openStack, type Stack } from '../stack.js';
import { CHROOT, hookHouse, type HookHouse } from './hook-house.js';

const COMMIT = 'a'.repeat(40);
const TRACE = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;

describe('pushes to dist-git', () => {
  let stack: Stack;
  let count = 0;
  before(async () => (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());

  async function house(fields: object = {}): Promise<HookHouse> {
    const made = await hookHouse(stack, `q${++count}`, `pusher${count}`);
    await made.addPackage('hello', fields);
    return made;
  }

  /** Hears of a push, and works it off. */
  async function pushed({ owner, name, projectId, work }: HookHouse, more: Partial<Body<'git.pushed'>> = {}) {
    const project = { id: projectId, owner, name, dirname: name };
    const about = { project, package: 'hello', repository: `${owner}/${name}/hello`, branch: 'f42', commit: COMMIT };
    const push = { ...about, before: null, pusher: owner, ...more };
    await transact(stack.deps.db, (tx) => keepPush(stack.deps, tx, push, TRACE));
    await work();
  }

  it('build the pushed commit itself, in the name of whoever pushed', async () => {
    const made = await house();
    await pushed(made);
    const [build] = await made.builds();
    expect(build).to.deep.include({ state: 'pending', submitter: made.owner, chroots: [CHROOT] });
    expect(build?.source_package).to.deep.include({ name: 'hello' });
    expect(await made.source(build?.id ?? 0)).to.include({
      clone_url: `http://localhost:5001/git/${made.owner}/${made.name}/hello`,
      committish: COMMIT,
    });
    const [delivery] = await made.deliveries();
    expect(delivery).to.deep.include({ forge: 'dist-git', state: 'built', event: 'push to f42 at aaaaaaaa' });
    const [order] = (await stack.bodies('source.requested')).slice(-1);
    expect(order).to.deep.include({ build: build?.id, submitter: made.owner });
    expect(order?.source.type).to.equal('distgit');
  });

  it('say why nothing was built, and can be worked off again when that has changed', async () => {
    const made = await house({ webhook_rebuild: false });
    await pushed(made);
    await pushed(made, { package: 'other' });
    await pushed(made, { branch: 'nowhere' });
    const [off, missing] = await made.deliveries();
    expect(off?.decisions).to.deep.equal([
      { package: 'hello', build: null, why: 'rebuilding by webhooks (webhook_rebuild) is off' },
    ]);
    expect(missing).to.deep.include({ state: 'nothing', reason: 'the project has no package named other' });
    expect(await made.builds()).to.deep.equal([]);
    const edit = `/api_3/package/edit/${made.owner}/${made.name}/hello/scm`;
    const body = { package_name: 'hello', webhook_rebuild: true, clone_url: 'https://github.com/octo/hello' };
    const edited = await stack.ask('POST', edit, made.auth, body);
    expect(edited.status, edited.text).to.equal(200);
    await redeliver(stack.deps, off!);
    await made.work();
    expect((await made.deliveries()).at(-1)?.decisions[0]?.why).to.equal('branch f42');
    expect(await made.builds()).to.have.length(1);
  });

  it('of somebody who may not build there any more, or to a project that is gone, build nothing', async () => {
    const made = await house();
    await stack.user('stranger');
    await pushed(made, { pusher: 'stranger' });
    const [delivery] = await made.deliveries();
    expect(delivery?.decisions[0]?.why).to.equal('stranger may not build in the project any more');
    await pushed(made, { project: { id: 4_000_000, owner: made.owner, name: 'gone', dirname: 'gone' } });
    expect(await made.deliveries()).to.have.length(1);
  });

  it('to a side directory build into it', async () => {
    const made = await house();
    const dirname = `${made.name}:custom:next`;
    const project = { id: made.projectId, owner: made.owner, name: made.name, dirname };
    await pushed(made, { project, repository: `${made.owner}/${dirname}/hello` });
    const [build] = await made.builds();
    expect(build).to.include({ project_dirname: dirname });
  });
});
