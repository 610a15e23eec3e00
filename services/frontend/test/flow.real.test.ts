import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { newsOf } from './news.js';
import { openStack, type Stack } from './stack.js';

const [X86, ARM, EPEL] = ['fedora-42-x86_64', 'fedora-42-aarch64', 'epel-9-x86_64'] as const;

describe('a build, as its news come in', () => {
  let stack: Stack;
  let alice: string;
  before(async () => {
    stack = await openStack();
    alice = await stack.user('alice');
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p1', chroots: [X86, ARM, EPEL] });
  });
  after(() => stack[Symbol.asyncDispose]());
  beforeEach(() => stack.said());

  async function submit(chroots: readonly string[] = []) {
    const body = { ownername: 'alice', projectname: 'p1', pkgs: 'http://example.org/hello-1.0-1.src.rpm', chroots };
    const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, body);
    const id = (json['items'] as { id: number }[])[0]?.id ?? 0;
    await stack.said();
    return { id, news: newsOf(stack, id) };
  }
  const build = async (id: number) => (await stack.ask('GET', `/api_3/build/${id}`)).json;
  const state = async (id: number) => (await build(id))['state'];
  const chroots = async (id: number) => {
    const { json } = await stack.ask('GET', `/api_3/build-chroot/list?build_id=${id}`);
    return Object.fromEntries(
      (json['items'] as { name: string; state: string }[]).map((chroot) => [chroot.name, chroot.state]),
    );
  };

  it('shows each step of the way to its success', async () => {
    const { id, news } = await submit([X86]);
    expect([await state(id), await chroots(id)]).to.deep.equal(['pending', { [X86]: 'waiting' }]);
    await news.imported();
    expect(await state(id)).to.equal('pending');
    expect(await stack.said()).to.deep.equal(['task.queued']);
    await news.assigned(X86);
    expect(await state(id)).to.equal('starting');
    await news.started(X86);
    expect(await state(id)).to.equal('running');
    await news.finished(X86);
    expect(await state(id)).to.equal('running');
    await news.published(X86);
    expect(await stack.said()).to.deep.equal([
      'task.began',
      'publish.requested',
      'task.ended',
      'chroot.ended',
      'build.ended',
    ]);
    const ended = await build(id);
    expect(ended).to.deep.include({ state: 'succeeded', chroots: [X86], kopr_reason: null });
    expect(ended['source_package']).to.deep.include({ name: 'hello', version: '1.0-1' });
    expect(ended['started_on']).to.be.a('number');
    expect(ended['ended_on']).to.be.a('number');
    const padded = String(id).padStart(8, '0');
    const part = await stack.ask('GET', `/api_3/build-chroot?build_id=${id}&chrootname=${X86}`);
    expect(part.json['result_url']).to.equal(`http://localhost:5002/results/alice/p1/${X86}/${padded}-hello/`);
    const packages = [{ name: 'hello', epoch: null, version: '1.0', release: '1', arch: 'x86_64' }];
    expect((await stack.ask('GET', `/api_3/build/built-packages/${id}`)).json).to.deep.equal({ [X86]: { packages } });
  });

  it('handles each message once, however often it comes', async () => {
    const { id, news } = await submit([X86]);
    await news.imported();
    const repeat = randomUUID();
    for (let times = 0; times < 3; times++) {
      await news.started(X86, 1);
      await news.finished(X86, 1, {}, repeat);
    }
    await Promise.all([news.published(X86), news.published(X86), news.published(X86)]);
    expect(await state(id)).to.equal('succeeded');
    const said = await stack.said();
    for (const type of ['publish.requested', 'task.began', 'task.ended', 'chroot.ended', 'build.ended']) {
      expect(
        said.filter((one) => one === type),
        type,
      ).to.have.length(1);
    }
  });

  it('says its end once when its last chroots end at the same moment', async () => {
    const { id, news } = await submit();
    await news.imported();
    expect((await build(id))['chroots']).to.have.members([X86, ARM, EPEL]);
    const failed = { outcome: 'failed' as const, reason: 'make: Error 2', manifest: null };
    await Promise.all([X86, ARM, EPEL].map((chroot) => news.finished(chroot, 1, failed)));
    expect(await state(id)).to.equal('failed');
    expect((await stack.said()).filter((type) => type === 'build.ended')).to.have.length(1);
    expect((await build(id))['kopr_reason']).to.equal(`${X86}: make: Error 2`);
  });

  it('takes up a lost attempt’s successor and refuses the lost one’s word', async () => {
    const { id, news } = await submit([X86]);
    await news.imported();
    await news.started(X86, 1);
    await news.requeued(X86, 1);
    expect(await state(id)).to.equal('pending');
    await news.finished(X86, 1);
    expect(await state(id)).to.equal('pending');
    await news.finished(X86, 2);
    const orders = await stack.bodies('publish.requested');
    expect(orders.at(-1)).to.deep.include({ task: `${id}-${X86}`, attempt: 2, package: 'hello' });
    await news.published(X86);
    expect(await state(id)).to.equal('succeeded');
  });

  it('fails when it was given up, and when its results cannot be published', async () => {
    const lost = await submit([X86]);
    await lost.news.imported();
    await lost.news.givenUp(X86);
    expect(await build(lost.id)).to.deep.include({ state: 'failed', kopr_reason: `${X86}: lost three times` });
    const unsigned = await submit([X86]);
    await unsigned.news.imported();
    await unsigned.news.finished(X86);
    await unsigned.news.published(X86, 'the header names another package');
    expect((await build(unsigned.id))['kopr_reason']).to.equal(`${X86}: publishing: the header names another package`);
  });

  it('fails with the reason of its import', async () => {
    const { id, news } = await submit([X86]);
    await news.importFailed('hello-1.0-1.src.rpm ends after 100 of 4711 bytes');
    const reason = 'hello-1.0-1.src.rpm ends after 100 of 4711 bytes';
    expect(await build(id)).to.deep.include({ state: 'failed', kopr_reason: reason });
    expect(await chroots(id)).to.deep.equal({ [X86]: 'failed' });
    expect(await stack.said()).to.deep.equal(['chroot.ended', 'build.ended']);
  });

  it('skips architectures that the package excludes', async () => {
    const { id, news } = await submit();
    await news.imported({ limits: { 'fedora-42': { exclusive: [], exclude: ['aarch64'], build: [] } } });
    expect(await chroots(id)).to.deep.equal({ [X86]: 'pending', [ARM]: 'skipped', [EPEL]: 'pending' });
  });

  it('is canceled at once, whatever is heard later', async () => {
    const { id, news } = await submit([X86, ARM]);
    await news.imported();
    await news.started(X86);
    await stack.said();
    const { status, json } = await stack.ask('PUT', `/api_3/build/cancel/${id}`, alice);
    expect([status, json['state']]).to.deep.equal([200, 'canceled']);
    expect(await stack.said()).to.deep.equal([
      'build.cancel-requested',
      'task.ended',
      'chroot.ended',
      'chroot.ended',
      'build.ended',
    ]);
    await news.finished(X86);
    await news.assigned(ARM);
    expect(await chroots(id)).to.deep.equal({ [X86]: 'canceled', [ARM]: 'canceled' });
    expect(await stack.said()).to.be.empty;
    const again = await stack.ask('POST', `/api_3/build/cancel/${id}`, alice);
    expect([again.status, again.json['error']]).to.deep.equal([409, `Cannot cancel build ${id}`]);
  });

  it('ends the same whether a cancel or an accept comes first', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, news } = await submit([X86]);
      await news.imported();
      const [reply] = await Promise.all([stack.ask('PUT', `/api_3/build/cancel/${id}`, alice), news.finished(X86)]);
      if (reply.status === 409) await news.published(X86);
      expect(await state(id)).to.equal(reply.status === 409 ? 'succeeded' : 'canceled');
      const said = await stack.said();
      expect(said.includes('publish.requested')).to.equal(reply.status === 409);
      expect(said.filter((type) => type === 'build.ended')).to.have.length(1);
    }
  });

  it('is nobody else’s to cancel or delete', async () => {
    const bob = await stack.user('bob');
    const { id } = await submit([X86]);
    const cancel = await stack.ask('PUT', `/api_3/build/cancel/${id}`, bob);
    expect([cancel.status, cancel.json['error']]).to.deep.equal([403, 'You are not allowed to cancel this build.']);
    expect((await stack.ask('PUT', `/api_3/build/cancel/${id}`)).status).to.equal(401);
    const remove = await stack.ask('DELETE', `/api_3/build/delete/${id}`, bob);
    expect(remove.json['error']).to.equal(`User 'bob' doesn't have permissions to delete build ${id}`);
    expect((await stack.ask('PUT', '/api_3/build/cancel/99999', bob)).status).to.equal(404);
  });

  it('is deleted when it is over, and only then', async () => {
    const { id, news } = await submit([X86]);
    const early = await stack.ask('DELETE', `/api_3/build/delete/${id}`, alice);
    expect([early.status, early.json['error']]).to.deep.equal([409, `User 'alice' can not delete build ${id}`]);
    await news.importFailed('no');
    await stack.said();
    expect((await stack.ask('DELETE', `/api_3/build/delete/${id}`, alice)).json['id']).to.equal(id);
    expect(await stack.said()).to.deep.equal(['repo.requested']);
    expect((await stack.ask('GET', `/api_3/build/${id}`)).json['error']).to.equal(`Build ${id} does not exist.`);
    await news.finished(X86);
    expect(await stack.said()).to.be.empty;
  });

  it('is deleted in a list all or nothing, with Copr’s lines', async () => {
    const [over, open] = [await submit([X86]), await submit([X86])];
    await over.news.importFailed('no');
    const ask = (builds: unknown) => stack.ask('DELETE', '/api_3/build/delete/list', alice, { builds });
    const bad = await ask([over.id, 99999, open.id]);
    expect([bad.status, bad.json['error']]).to.deep.equal([
      400,
      `Build(s) ${open.id} are still running.\nBuild(s) 99999 don't exist.\n`,
    ]);
    expect((await ask([])).json).to.deep.equal({ builds: [] });
    expect((await ask(['5'])).status).to.equal(400);
    expect((await ask([over.id])).json).to.deep.equal({ builds: [over.id] });
  });

  it('is said again as long as it is open, for a scheduler that lost its line', async () => {
    const { id, news } = await submit([X86, ARM]);
    await news.imported();
    await news.started(X86, 2);
    await news.finished(ARM);
    await stack.said();
    await news.rebuild();
    expect(await stack.said()).to.include('task.queued');
    const tasks = (await stack.bodies('task.queued')).filter(({ build }) => build === id).slice(2);
    expect(tasks.map(({ task, attempt }) => [task, attempt])).to.deep.equal([[`${id}-${X86}`, 2]]);
  });

  it('keeps its project from being deleted until it is over', async () => {
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p2', chroots: [X86] });
    const body = { ownername: 'alice', projectname: 'p2', pkgs: 'http://example.org/a.src.rpm' };
    const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, body);
    const id = (json['items'] as { id: number }[])[0]?.id ?? 0;
    const refused = await stack.ask('DELETE', '/api_3/project/delete/alice/p2', alice);
    expect(refused.json['error']).to.equal(`Build(s) ${id} are still running.\n`);
    await newsOf(stack, id).imported();
    await newsOf(stack, id).finished(X86);
    await newsOf(stack, id).importFailed('late');
    await newsOf(stack, id).published(X86);
    expect((await stack.ask('DELETE', '/api_3/project/delete/alice/p2', alice)).status).to.equal(200);
    expect((await stack.ask('GET', `/api_3/build/${id}`)).status).to.equal(404);
  });

  it('is listed newest first, filtered by state and package', async () => {
    const list = async (query: string) => {
      const { json } = await stack.ask('GET', `/api_3/build/list?ownername=alice&projectname=p1&${query}`);
      return { ids: (json['items'] as { id: number }[]).map(({ id }) => id), meta: json['meta'] };
    };
    const all = (await list('')).ids;
    expect(all).to.deep.equal([...all].sort((a, b) => b - a));
    expect((await list('limit=2&offset=1')).ids).to.deep.equal(all.slice(1, 3));
    expect((await list('limit=1000')).meta).to.deep.equal({ limit: 1000, offset: 0, order: 'id', order_type: 'ASC' });
    expect((await list('status=succeeded')).ids).not.to.be.empty;
    expect((await list('status=zz')).ids).to.be.empty;
    expect((await list('packagename=hello')).ids.length).to.be.lessThan(all.length);
  });

  it('is not found by a chroot that it has not', async () => {
    const { id } = await submit([X86]);
    const cases: [string, number, string][] = [
      [`build_id=${id}&chrootname=${EPEL}`, 404, `Build ${id} was not submitted to ${EPEL} chroot.`],
      [`build_id=${id}&chrootname=a-b-c`, 404, 'Chroot a-b-c does not exist'],
      [`build_id=${id}&chrootname=zz`, 404, 'Chroot identification is not valid'],
      [`build_id=abc&chrootname=${X86}`, 404, 'Build abc does not exist.'],
      ['', 400, 'Missing argument build_id'],
    ];
    for (const [query, status, error] of cases) {
      const reply = await stack.ask('GET', `/api_3/build-chroot?${query}`);
      expect([reply.status, reply.json]).to.deep.equal([status, { error }]);
    }
    expect((await stack.ask('GET', '/api_3/build/abc')).json['error']).to.equal("Such API endpoint doesn't exist");
    expect((await stack.ask('GET', '/api_3/build/99999999999999')).json['error']).to.equal(
      'Build 99999999999999 does not exist.',
    );
    expect((await stack.ask('GET', `/api_3/build-chroot/${id}/${X86}`)).json['state']).to.equal('waiting');
  });
});
