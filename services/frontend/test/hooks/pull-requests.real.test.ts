import { expect } from 'chai';
import { findDir } from '../../src/store/project-dirs.js';
import { hookBuildOf } from '../../src/store/hook-builds.js';
import type { DeliveryRow } from '../../src/store/deliveries.js';
import { redeliver } from '../../src/verbs/redeliver.js';
import { newsOf } from '../news.js';
import { openStack, type Stack } from '../stack.js';
import { CHROOT, hookHouse } from './hook-house.js';
import * as bitbucket from './payloads/bitbucket.js';
import * as github from './payloads/github.js';

const NEWER = '1111111111222222222233333333334444444444';
const DAY_MS = 86_400_000;

/** New commits in the pull request. */
const changed = () => {
  const payload = github.pullRequest('synchronize');
  const { pull_request: request } = payload;
  return { ...payload, pull_request: { ...request, head: { ...request.head, sha: NEWER } } };
};

describe('a pull request', () => {
  let stack: Stack;
  let count = 0;
  before(async () => (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());

  async function house(fields: object = {}) {
    const made = await hookHouse(stack, `p${++count}`, `owner${count}`);
    await made.addPackage('hello', fields);
    const tell = async (payload: object) => {
      await made.github({ event: 'pull_request', payload });
      await made.work();
    };
    return { ...made, tell };
  }

  it('is built from where it comes from, into a directory of its own', async () => {
    const { tell, builds, source, name, projectId } = await house({ committish: 'main' });
    await stack.said();
    await tell(github.pullRequest('opened'));
    const [build] = await builds();
    expect(build?.project_dirname).to.equal(`${name}:pr:12`);
    expect(await source(build?.id ?? 0)).to.include({
      clone_url: 'https://github.com/mona/hello.git',
      committish: github.SHA,
    });
    expect(await stack.said()).to.include.members(['repo.requested', 'source.requested']);
    const dir = await findDir(stack.deps.db.manager, projectId, `${name}:pr:12`);
    expect((dir?.deleteAt?.getTime() ?? 0) - Date.now()).to.be.closeTo(40 * DAY_MS, 60_000);
    expect(await hookBuildOf(stack.deps.db.manager, build?.id ?? 0)).to.include({
      forge: 'github',
      repository: 'github.com/octo/hello',
      about: 'pull request 12 opened',
      commit: github.SHA,
      pullRequest: 12,
    });
  });

  it('that changes ends the builds of what it was before, and only those', async () => {
    const { tell, builds, deliveries, github: send, work } = await house();
    await send({ payload: github.push() });
    await tell({ ...github.pullRequest('opened'), number: 13 });
    await tell(github.pullRequest('opened'));
    const [push, other, first] = await builds();
    await newsOf(stack, first?.id ?? 0).imported();
    await tell(changed());
    await work();
    const states = new Map((await builds()).map(({ id, state, kopr_reason: why }) => [id, [state, why]]));
    expect(states.get(first?.id ?? 0)).to.deep.equal(['canceled', 'pull request 12 has changed']);
    expect(states.get(push?.id ?? 0)).to.deep.equal(['pending', null]);
    expect(states.get(other?.id ?? 0)).to.deep.equal(['pending', null]);
    const [newest] = (await builds()).slice(-1);
    expect(states.get(newest?.id ?? 0)).to.deep.equal(['pending', null]);
    expect((await deliveries()).at(-1)).to.deep.include({
      state: 'built',
      reason: `canceled, since the pull request went on: ${first?.id ?? 0}`,
    });
    expect(await stack.bodies('build.cancel-requested')).to.deep.include({
      build: first?.id,
      projectId: (await stack.bodies('source.requested')).at(-1)?.project.id,
      reason: 'pull request 12 has changed',
    });
  });

  it('whose title is edited keeps its builds, and gets no others; once they are over, neither', async () => {
    const { projectId, project, post, work, builds, deliveries } = await house({
      clone_url: 'https://bitbucket.org/octo/hello',
    });
    const { webhookSecret } = await project();
    const tell = async (event: string, payload: object = bitbucket.pullRequest()) => {
      await post(`bitbucket/${projectId}/${webhookSecret ?? ''}/`, JSON.stringify(payload), {
        'x-event-key': `pullrequest:${event}`,
      });
      await work();
      return (await deliveries()).at(-1);
    };
    const edited = [{ package: 'hello', build: null, why: 'pull request 3 was edited, without new commits' }];
    await tell('created');
    expect(await tell('updated')).to.deep.include({ state: 'nothing', reason: null, decisions: edited });
    const [first] = await builds();
    expect(first?.state).to.equal('pending');
    await newsOf(stack, first?.id ?? 0).importFailed('no SRPM');
    expect(await tell('updated')).to.deep.include({ state: 'nothing', decisions: edited });
    expect((await builds()).map(({ state }) => state)).to.deep.equal(['failed']);
    expect(await tell('updated', bitbucket.pullRequest({ commit: { hash: '0123456789ab' } }))).to.include({
      state: 'built',
    });
    expect(await tell('updated'), 'back to what was built before').to.include({ state: 'built' });
    expect((await builds()).map(({ state }) => state)).to.deep.equal(['failed', 'canceled', 'pending']);
  });

  it('an old delivery of which is redelivered keeps the builds of later ones', async () => {
    const { tell, builds, deliveries, work, source } = await house();
    await tell(github.pullRequest('opened'));
    await tell(changed());
    const [first] = await deliveries();
    const again = async (row: DeliveryRow | undefined) => {
      if (!row) throw new Error('there is no delivery');
      await redeliver(stack.deps, row);
      await work();
      return (await deliveries()).at(-1);
    };
    const repeated = await again(first);
    expect(repeated).to.deep.include({ state: 'built', reason: null, repeats: first?.id });
    expect((await builds()).map(({ state }) => state)).to.deep.equal(['canceled', 'pending', 'pending']);
    const [, newer, older] = await builds();
    expect(await source(older?.id ?? 0)).to.include({ committish: github.SHA });
    // Nor what came between, when it is that delivery's own redelivery.
    const third = await again(repeated);
    expect(third).to.deep.include({ state: 'nothing', reason: null, repeats: first?.id });
    expect(third?.decisions[0]?.why).to.equal(`build ${older?.id ?? 0} of the same commit is not over`);
    // What is over is built again, since a person wants it.
    await newsOf(stack, newer?.id ?? 0).importFailed('no SRPM');
    expect(await again((await deliveries())[1])).to.include({ state: 'built' });
    expect((await builds()).map(({ state }) => state)).to.deep.equal(['canceled', 'failed', 'pending', 'pending']);
  });

  it('whose end is redelivered after it was opened once more keeps its builds', async () => {
    const { tell, builds, deliveries, work, name, projectId } = await house();
    await tell(github.pullRequest('closed'));
    await tell(github.pullRequest('reopened'));
    const [closed] = await deliveries();
    if (closed) await redeliver(stack.deps, closed);
    await work();
    expect((await builds()).map(({ state }) => state)).to.deep.equal(['pending']);
    const dir = await findDir(stack.deps.db.manager, projectId, `${name}:pr:12`);
    expect((dir?.deleteAt?.getTime() ?? 0) - Date.now(), 'it lives on').to.be.closeTo(40 * DAY_MS, 60_000);
  });

  it('is built once more when a comment asks, of the commit that was told last', async () => {
    const { tell, github: send, work, builds, deliveries, source } = await house();
    const ask = async (payload: object) => {
      await send({ event: 'issue_comment', payload });
      await work();
      return (await deliveries()).at(-1);
    };
    expect(await ask(github.comment('[copr-build]'))).to.include({
      state: 'nothing',
      reason: 'nothing is known of pull request 12, as no delivery told of it: the hook has to send pull requests, too',
    });
    await tell(github.pullRequest('opened'));
    await tell(changed());
    const [, newest] = await builds();
    const early = await ask(github.comment('[copr-build]'));
    expect(early?.decisions[0]?.why).to.equal(`build ${newest?.id ?? 0} of the same commit is not over`);
    await newsOf(stack, newest?.id ?? 0).importFailed('no SRPM');
    expect(await ask(github.comment('nice'))).to.include({ state: 'nothing', event: 'a comment without [copr-build]' });
    expect(await ask(github.comment('again: [copr-build]'))).to.include({
      state: 'built',
      event: 'pull request 12 to be built again',
    });
    expect((await builds()).map(({ state }) => state)).to.deep.equal(['canceled', 'failed', 'pending']);
    const build = (await builds()).at(-1)?.id ?? 0;
    expect(await source(build)).to.include({
      clone_url: 'https://github.com/mona/hello.git',
      committish: NEWER,
    });
    await newsOf(stack, build).importFailed('no SRPM');
    expect((await stack.bodies('build.ended')).at(-1)).to.include({ sender: 'https://api.github.com/users/lisa' });
  });

  it('leaves alone what is over', async () => {
    const { tell, builds } = await house();
    await tell(github.pullRequest('opened'));
    const [first] = await builds();
    await newsOf(stack, first?.id ?? 0).importFailed('no SRPM');
    await tell(changed());
    expect((await builds()).map(({ state }) => state)).to.deep.equal(['failed', 'pending']);
  });

  it('that is closed builds nothing more, and its directory goes a week later', async () => {
    const { tell, builds, name, projectId, deliveries } = await house();
    await tell(github.pullRequest('opened'));
    await tell(github.pullRequest('closed'));
    expect((await builds()).map(({ state, kopr_reason: why }) => [state, why])).to.deep.equal([
      ['canceled', 'pull request 12 was closed'],
    ]);
    expect((await deliveries())[1]).to.include({ state: 'nothing', event: 'pull request 12 closed' });
    const dir = await findDir(stack.deps.db.manager, projectId, `${name}:pr:12`);
    expect((dir?.deleteAt?.getTime() ?? 0) - Date.now()).to.be.closeTo(7 * DAY_MS, 60_000);
    await tell(github.pullRequest('reopened'));
    const again = await findDir(stack.deps.db.manager, projectId, `${name}:pr:12`);
    expect((again?.deleteAt?.getTime() ?? 0) - Date.now(), 'it lives on').to.be.closeTo(40 * DAY_MS, 60_000);
  });

  it('of another repository with the same number cancels nothing', async () => {
    const { tell, builds, addPackage } = await house();
    await addPackage('world', { clone_url: 'https://github.com/octo/world' });
    await tell(github.pullRequest('opened'));
    const payload = github.pullRequest('opened');
    const world = {
      ...payload.repository,
      clone_url: 'https://github.com/octo/world.git',
      html_url: undefined,
      ssh_url: undefined,
      git_url: undefined,
    };
    await tell({ ...payload, repository: world });
    expect((await builds()).map(({ state, source_package: of }) => [of.name, state])).to.deep.equal([
      ['hello', 'pending'],
      ['world', 'pending'],
    ]);
  });

  it('of another repository with the same number keeps their directory as long as it is open', async () => {
    const { tell, addPackage, name, projectId } = await house();
    await addPackage('world', { clone_url: 'https://github.com/octo/world' });
    const ofWorld = (action: string) => {
      const payload = github.pullRequest(action);
      return { ...payload, repository: { clone_url: 'https://github.com/octo/world.git' } };
    };
    const daysLeft = async () => {
      const dir = await findDir(stack.deps.db.manager, projectId, `${name}:pr:12`);
      return Math.round(((dir?.deleteAt?.getTime() ?? 0) - Date.now()) / DAY_MS);
    };
    await tell(github.pullRequest('opened'));
    await tell(ofWorld('opened'));
    await tell(github.pullRequest('closed'));
    expect(await daysLeft(), 'the other is open').to.equal(40);
    await tell(ofWorld('closed'));
    expect(await daysLeft(), 'both are closed').to.equal(7);
  });

  it('is published beside the project, not into it', async () => {
    const { tell, builds, name, owner } = await house();
    await tell(github.pullRequest('opened'));
    const [build] = await builds();
    const news = newsOf(stack, build?.id ?? 0);
    await news.imported();
    const [task] = (await stack.bodies('task.queued')).slice(-1);
    expect(task?.results).to.match(new RegExp(`^${owner}/${name}:pr:12/${CHROOT}/`));
    expect(task?.priority, 'behind what people submit').to.equal(10);
  });
});
