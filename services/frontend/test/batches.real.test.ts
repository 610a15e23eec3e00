import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { freeBatches } from '../src/loops/free-batches.js';
import { freeableBuilds } from '../src/store/batches.js';
import { BuildEntity } from '../src/store/build-rows.js';
import { freeBuild } from '../src/verbs/free-build.js';
import { newsOf } from './news.js';
import { openStack, type Stack } from './stack.js';

const X86 = 'fedora-42-x86_64';
const LINK = 'http://example.org/hello-1.0-1.src.rpm';

describe('batches of builds', () => {
  let stack: Stack;
  let alice: string;
  let bob: string;
  before(async () => {
    stack = await openStack();
    [alice, bob] = [await stack.user('alice'), await stack.user('bob')];
    for (const [owner, auth] of [
      ['alice', alice],
      ['bob', bob],
    ] as const)
      await stack.ask('POST', `/api_3/project/add/${owner}`, auth, { name: 'p1', chroots: [X86] });
  });
  after(() => stack[Symbol.asyncDispose]());
  beforeEach(() => stack.said());

  const create = (body: object = {}, [owner, auth]: readonly [string, string] = ['alice', alice]) =>
    stack.ask('POST', '/api_3/build/create/url', auth, { ownername: owner, projectname: 'p1', pkgs: LINK, ...body });
  async function submit(body: object = {}, who?: readonly [string, string]) {
    const { json, status } = await create(body, who);
    if (status !== 200) throw new Error(String(json['error']));
    const [build] = json['items'] as { id: number; kopr_batch: number | null }[];
    return { id: build!.id, batch: build!.kopr_batch, news: newsOf(stack, build!.id) };
  }
  const show = async (id: number) => (await stack.ask('GET', `/api_3/build/${id}`)).json;
  const batchOf = async (id: number) => (await show(id))['kopr_batch'];
  const waiting = async (id: number) =>
    (await freeableBuilds(stack.deps.db.manager, 0, 50)).every((one) => one.id !== id);
  /** What the loop does each time. */
  async function freeAll() {
    for (const { id } of await freeableBuilds(stack.deps.db.manager, 0, 50)) await freeBuild(stack.deps, id);
  }
  const fail = (reason: string) => ({ outcome: 'failed' as const, reason, manifest: null });

  it('come into being with the first build that names another', async () => {
    const first = await submit();
    expect(first.batch).to.equal(null);
    const second = await submit({ with_build_id: first.id });
    expect(second.batch)
      .to.be.a('number')
      .and.to.equal(await batchOf(first.id));
    const third = await submit({ after_build_id: String(second.id) });
    expect(third.batch).to.be.a('number').and.not.to.equal(second.batch);
    const fourth = await submit({ with_build_id: third.id });
    expect(fourth.batch).to.equal(third.batch);
    expect((await stack.bodies('source.requested')).slice(-2).map(({ batch }) => batch)).to.deep.equal([
      third.batch,
      third.batch,
    ]);
  });

  it('share one batch among the builds of one request', async () => {
    const first = await submit();
    const { json } = await create({ pkgs: `${LINK} ${LINK}`, after_build_id: first.id });
    const [one, other] = json['items'] as { kopr_batch: number }[];
    expect(one?.kopr_batch).to.equal(other?.kopr_batch);
  });

  it('wait until the batch before is over, then go on', async () => {
    const first = await submit();
    const second = await submit({ with_build_id: first.id });
    const third = await submit({ after_build_id: first.id });
    await third.news.imported();
    expect(await show(third.id)).to.include({ state: 'pending' });
    expect((await stack.bodies('task.queued')).some(({ build }) => build === third.id)).to.equal(false);
    await stack.ask('PUT', `/api_3/build/cancel/${first.id}`, alice);
    await freeAll();
    expect(await waiting(third.id)).to.equal(true);
    await second.news.imported();
    await second.news.finished(X86, 1, fail('make: Error 2'));
    expect(await waiting(third.id)).to.equal(false);
    await stack.said();
    await freeAll();
    expect(await stack.said()).to.deep.equal(['task.queued']);
    const order = (await stack.bodies('task.queued')).at(-1);
    expect([order?.build, order?.batch]).to.deep.equal([third.id, third.batch]);
    await freeAll();
    expect(await stack.said()).to.be.empty;
  });

  it('let a build go on that is not imported yet', async () => {
    const first = await submit();
    const second = await submit({ after_build_id: first.id });
    await first.news.importFailed('it is no RPM');
    await freeAll();
    await stack.said();
    await second.news.imported();
    expect(await stack.said()).to.deep.equal(['task.queued']);
  });

  it('are looked after by a loop', async () => {
    const first = await submit();
    const second = await submit({ after_build_id: first.id });
    await second.news.imported();
    await stack.ask('PUT', `/api_3/build/cancel/${first.id}`, alice);
    const loop = freeBatches(stack.deps);
    await loop.start();
    const isQueued = async () => (await stack.bodies('task.queued')).some(({ build }) => build === second.id);
    await eventually(isQueued, { what: 'the task of the later build' });
    await loop.stop();
  });

  it('go on although many others never can', async () => {
    const first = await submit();
    const broken = await submit({ after_build_id: first.id });
    const { db } = stack.deps;
    const others = db.getMetadata(BuildEntity).columns.map((column) => column.databaseName);
    const columns = others.filter((column) => column !== 'id' && column !== 'project_id').join(', ');
    await db.query(
      `SET STATEMENT foreign_key_checks = 0 FOR INSERT INTO builds (project_id, ${columns})
        SELECT 999999, ${columns} FROM builds JOIN seq_1_to_50 WHERE id = ?`,
      [broken.id],
    );
    const last = await submit({ after_build_id: first.id });
    await last.news.imported();
    await stack.ask('PUT', `/api_3/build/cancel/${first.id}`, alice);
    const loop = freeBatches(stack.deps);
    await loop.start();
    await eventually(async () => (await stack.bodies('task.queued')).some(({ build }) => build === last.id), {
      what: 'the task of the last build',
    });
    await loop.stop();
    await db.query('DELETE FROM builds WHERE project_id = 999999');
  });

  it('are over when their builds are deleted', async () => {
    const first = await submit();
    const second = await submit({ after_build_id: first.id });
    await stack.ask('PUT', `/api_3/build/cancel/${first.id}`, alice);
    await stack.ask('DELETE', `/api_3/build/delete/${first.id}`, alice);
    expect(await waiting(second.id)).to.equal(false);
  });

  it('are over when their project is deleted', async () => {
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'short', chroots: [X86] });
    const first = await submit({ projectname: 'short' });
    const second = await submit({ after_build_id: first.id });
    await stack.ask('PUT', `/api_3/build/cancel/${first.id}`, alice);
    await stack.ask('DELETE', '/api_3/project/delete/alice/short', alice, { verify: true });
    expect(await waiting(second.id)).to.equal(false);
    const { json } = await create({ with_build_id: first.id });
    expect(json['error']).to.equal(`Bad request parameters: {'with_build_id': ['Build ${first.id} not found']}`);
  });

  it('can be built after by anybody, but joined only by who may build in one of their projects', async () => {
    const first = await submit();
    const second = await submit({ with_build_id: first.id });
    const other = await submit({ after_build_id: second.id }, ['bob', bob]);
    expect(other.batch).to.be.a('number');
    const { status, json } = await create({ with_build_id: first.id }, ['bob', bob]);
    const text = `The batch ${second.batch} belongs to project 'alice/p1'.  You are not allowed to build there, so you neither can edit the batch.`;
    expect([status, json]).to.deep.equal([400, { error: `Bad request parameters: {'with_build_id': ["${text}"]}` }]);
  });

  it('cannot be joined when they are over', async () => {
    const first = await submit();
    const second = await submit({ with_build_id: first.id });
    for (const { id } of [first, second]) await stack.ask('PUT', `/api_3/build/cancel/${id}`, alice);
    const { json } = await create({ with_build_id: first.id });
    const error = `Bad request parameters: {'with_build_id': ['Batch ${second.batch} is already finished']}`;
    expect(json).to.deep.equal({ error });
    expect((await submit({ after_build_id: first.id })).batch).to.be.a('number');
  });

  it('are refused in Copr’s words', async () => {
    const over = await submit();
    await stack.ask('PUT', `/api_3/build/cancel/${over.id}`, alice);
    const open = await submit();
    const foreign = await submit({}, ['bob', bob]);
    const both = "['Only one batch option can be specified']";
    const late = 'new batch can not be created because the build has already finished';
    const rights = `user 'alice' doesn't have the build permissions in project 'bob/p1' to create a new one`;
    const cases: [object, string][] = [
      [{ after_build_id: 99999 }, "{'after_build_id': ['Build 99999 not found']}"],
      [{ with_build_id: 99999 }, "{'with_build_id': ['Build 99999 not found']}"],
      [{ after_build_id: 'x' }, "{'after_build_id': ['Not a valid integer value.']}"],
      [{ after_build_id: open.id, with_build_id: open.id }, `{'after_build_id': ${both}, 'with_build_id': ${both}}`],
      [{ after_build_id: over.id }, `{'after_build_id': ['Build ${over.id} is not yet in any batch, and ${late}']}`],
      [
        { with_build_id: foreign.id },
        `{'with_build_id': ["Build ${foreign.id} is not yet in any batch, and ${rights}"]}`,
      ],
    ];
    await stack.said();
    for (const [body, text] of cases) {
      for (const path of ['create/url', 'check-before-build']) {
        const full = { ownername: 'alice', projectname: 'p1', pkgs: LINK, ...body };
        const { status, json } = await stack.ask('POST', `/api_3/build/${path}`, alice, full);
        expect([status, json]).to.deep.equal([400, { error: `Bad request parameters: ${text}` }]);
      }
    }
    expect(await stack.said()).to.be.empty;
    expect(await batchOf(open.id)).to.equal(null);
  });

  it('take 0 and nothing for none', async () => {
    for (const none of [0, '0', null, '']) {
      expect((await submit({ after_build_id: none, with_build_id: none })).batch).to.equal(null);
    }
  });
});
