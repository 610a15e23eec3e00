import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { newsOf } from './news.js';
import { openStack, type Stack } from './stack.js';

const [X86, ARM] = ['fedora-42-x86_64', 'fedora-42-aarch64'] as const;
const PLACE = 'ownername=alice&projectname=p1';
const LINK = 'http://example.org/hello-1.0-1.src.rpm';

describe('API v3: looking at builds', () => {
  let stack: Stack;
  let alice: string;
  let bob: string;
  before(async () => {
    stack = await openStack();
    [alice, bob] = [await stack.user('alice'), await stack.user('bob')];
    const project = { name: 'p1', chroots: [X86, ARM], additional_repos: ['http://a.example.org/$chroot'] };
    await stack.ask('POST', '/api_3/project/add/alice', alice, { ...project, repo_priority: 20, bootstrap: 'on' });
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'listed', chroots: [X86] });
  });
  after(() => stack[Symbol.asyncDispose]());

  const get = (path: string) => stack.ask('GET', `/api_3${path}`);
  async function submit(body: object = {}, projectname = 'p1') {
    const full = { ownername: 'alice', projectname, pkgs: LINK, chroots: [X86], ...body };
    const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, full);
    const id = (json['items'] as { id: number }[])[0]?.id ?? 0;
    return { id, news: newsOf(stack, id) };
  }
  async function succeed() {
    const { id, news } = await submit();
    await news.imported();
    await news.started(X86);
    await news.finished(X86);
    await news.published(X86);
    return id;
  }

  it('has both forms of address for a build’s parts, with and without a slash', async () => {
    const { id } = await submit();
    const part = { name: X86, state: 'waiting', started_on: null, ended_on: null, result_url: null };
    const query = `build_id=${id}&chrootname=${X86}`;
    for (const path of [`/build-chroot?${query}`, `/build-chroot/?${query}`, `/build-chroot/${id}/${X86}`]) {
      expect((await get(path)).json).to.deep.include(part);
    }
    for (const path of [`/build-chroot/list?build_id=${id}`, `/build-chroot/list/${id}/`]) {
      const { json } = await get(path);
      expect(json['items']).to.have.length(1);
      expect(json['meta']).to.deep.equal({ limit: null, offset: 0, order: 'id', order_type: 'ASC' });
    }
    const configs = [`/build-chroot/build-config?${query}`, `/build-chroot/build-config/${id}/${X86}`];
    const [one, other] = await Promise.all(configs.map(async (path) => (await get(path)).json));
    expect(one).to.deep.equal(other);
  });

  it('tells how a part is built, before and after it is planned', async () => {
    const { id, news } = await submit({ timeout: 600, enable_net: true, background: true });
    const config = async () => (await get(`/build-chroot/build-config?build_id=${id}&chrootname=${X86}`)).json;
    const before = await config();
    const results = 'http://localhost:5002/results/alice/p1';
    expect(before).to.deep.equal({
      repos: [
        {
          id: 'copr_base',
          name: 'Copr repository',
          baseurl: `${results}/${X86}/`,
          priority: 20,
          module_hotfixes: null,
          repo_gpgcheck: false,
        },
        {
          id: 'http_a_example_org_chroot',
          name: 'Additional repo http_a_example_org_chroot',
          baseurl: `http://a.example.org/${X86}`,
          priority: null,
          module_hotfixes: null,
          repo_gpgcheck: null,
        },
      ],
      additional_repos: ['copr://alice/p1', 'http://a.example.org/$chroot'],
      additional_packages: [],
      with_opts: [],
      without_opts: [],
      bootstrap: 'on',
      enable_net: true,
      is_background: true,
      memory_limit: 2048,
      timeout: 600,
    });
    await news.imported();
    expect(await config()).to.deep.equal(before);
  });

  it('tells where a builder left the source, and nothing where none was needed', async () => {
    const { id, news } = await submit();
    const source = async (of: number) => (await get(`/build/source-chroot/${of}`)).json;
    const open = { stage: null, fail_type: null, reason: null, pin: null, retriable: false, kopr_reason: null };
    expect(await source(id)).to.deep.equal({ state: 'pending', result_url: null, ...open });
    await news.importFailed('it is no RPM');
    expect(await source(id)).to.deep.equal({
      ...{ state: 'failed', result_url: null, stage: 'unpack', fail_type: 'srpm_import_failed', pin: null },
      ...{ reason: 'it is no RPM', retriable: false, kopr_reason: 'it is no RPM' },
    });
    const body = { ownername: 'alice', projectname: 'p1', clone_url: 'https://example.org/x.git' };
    const { json } = await stack.ask('POST', '/api_3/build/create/scm', alice, body);
    const made = Number(json['id']);
    expect((await source(made))['result_url']).to.equal(null);
    await newsOf(stack, made).resolved();
    expect(await source(made)).to.deep.include({ result_url: null, pin: { commit: 'a'.repeat(40), version: null } });
    await newsOf(stack, made).made();
    const padded = String(made).padStart(8, '0');
    expect((await source(made))['result_url']).to.equal(`http://localhost:5002/results/alice/p1/srpm-builds/${padded}`);
  });

  it('lists a project’s builds newest first, whatever order is asked for', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 5; i++) ids.push((await submit({}, 'listed')).id);
    for (const id of [ids[1]!, ids[3]!]) await stack.ask('PUT', `/api_3/build/cancel/${id}`, alice);
    const list = async (more: string) => {
      const { json } = await get(`/build/list?ownername=alice&projectname=listed&${more}`);
      return (json['items'] as { id: number }[]).map(({ id }) => ids.indexOf(id));
    };
    const cases: [string, number[]][] = [
      ['', [4, 3, 2, 1, 0]],
      ['limit=2', [4, 3]],
      ['limit=0', [4, 3, 2, 1, 0]],
      ['limit=2&offset=2', [2, 1]],
      ['order=submitted_on&order_type=ASC&limit=1', [4]],
      ['status=canceled', [3, 1]],
      ['status=canceled&limit=1', [3]],
      // Copr counts the offset before it looks at the states.
      ['status=canceled&offset=2', [1]],
      ['status=canceled&offset=4', []],
      ['status=canceled&offset=9', []],
      ['status=zz', []],
      ['packagename=hello', []],
    ];
    for (const [query, expected] of cases) expect(await list(query), query).to.deep.equal(expected);
  });

  const refusals: [string, number, string][] = [
    ['/build/99999', 404, 'Build 99999 does not exist.'],
    ['/build/99999999999999', 404, 'Build 99999999999999 does not exist.'],
    ['/build/abc', 404, "Such API endpoint doesn't exist"],
    ['/build/source-chroot/99999', 404, 'Build 99999 does not exist.'],
    ['/build/source-build-config/99999', 404, 'Build 99999 does not exist.'],
    ['/build/built-packages/99999', 404, 'Build 99999 does not exist.'],
    ['/build/list', 400, 'Missing argument projectname'],
    ['/build/list?ownername=alice&projectname=zz', 404, 'Project alice/zz does not exist.'],
    [`/build/list?${PLACE}&order=zz`, 400, "Cannot order by zz, build doesn't have such property"],
    [`/build/list?${PLACE}&limit=x`, 400, "{'limit': ['Not a valid integer value.']}"],
    [`/build/list?${PLACE}&offset=-1`, 400, "{'offset': ['Number must be at least 0.']}"],
    ['/build-chroot', 400, 'Missing argument build_id'],
    ['/build-chroot/list', 400, 'Missing argument build_id'],
    ['/build-chroot/list?build_id=abc', 404, 'Build abc does not exist.'],
    [`/build-chroot?build_id=abc&chrootname=${X86}`, 404, 'Build abc does not exist.'],
    [`/build-chroot?build_id=99999&chrootname=${X86}`, 404, 'Build 99999 does not exist.'],
    [`/build-chroot/built-packages?build_id=99999&chrootname=${X86}`, 404, 'Build 99999 does not exist.'],
    [`/build-chroot/build-config?build_id=99999&chrootname=${X86}`, 404, 'Build 99999 does not exist.'],
  ];
  for (const [path, status, error] of refusals) {
    it(`answers ${status} to ${path}`, async () => {
      const reply = await get(path);
      expect([reply.status, reply.json]).to.deep.equal([status, { error }]);
    });
  }

  it('tells a chroot that is none from one that the build does not have', async () => {
    const { id } = await submit();
    const cases: [string, string][] = [
      [ARM, `Build ${id} was not submitted to ${ARM} chroot.`],
      ['a-b-c', 'Chroot a-b-c does not exist'],
      ['zz', 'Chroot identification is not valid'],
    ];
    for (const [name, error] of cases) {
      for (const path of ['', '/built-packages', '/build-config']) {
        const { status, json } = await get(`/build-chroot${path}?build_id=${id}&chrootname=${name}`);
        expect([status, json]).to.deep.equal([404, { error }]);
      }
    }
    expect((await get('/build-chroot/list?build_id=99999')).json['items']).to.deep.equal([]);
  });

  it('cancels by both verbs, and only once', async () => {
    for (const verb of ['PUT', 'POST']) {
      const { id } = await submit();
      expect((await stack.ask(verb, `/api_3/build/cancel/${id}`)).status).to.equal(401);
      const refused = await stack.ask(verb, `/api_3/build/cancel/${id}`, bob);
      expect([refused.status, refused.json['error']]).to.deep.equal([403, 'You are not allowed to cancel this build.']);
      const done = await stack.ask(verb, `/api_3/build/cancel/${id}`, alice);
      expect([done.status, done.json['state']]).to.deep.equal([200, 'canceled']);
      expect(done.headers.has('warning')).to.equal(verb === 'POST');
      const again = await stack.ask(verb, `/api_3/build/cancel/${id}`, alice);
      expect([again.status, again.json]).to.deep.equal([409, { error: `Cannot cancel build ${id}` }]);
    }
    expect((await stack.ask('PUT', '/api_3/build/cancel/99999', alice)).status).to.equal(404);
  });

  it('deletes what is over, one or several, and answers what it was', async () => {
    const [first, second, third] = [await succeed(), await succeed(), await succeed()];
    const refused = await stack.ask('DELETE', `/api_3/build/delete/${first}`, bob);
    const error = `User 'bob' doesn't have permissions to delete build ${first}`;
    expect([refused.status, refused.json]).to.deep.equal([403, { error }]);
    const done = await stack.ask('DELETE', `/api_3/build/delete/${first}`, alice);
    expect([done.status, done.json['id'], done.json['state']]).to.deep.equal([200, first, 'succeeded']);
    expect((await get(`/build/${first}`)).status).to.equal(404);
    const list = await stack.ask('POST', '/api_3/build/delete/list', alice, { builds: [second, third] });
    expect([list.status, list.json]).to.deep.equal([200, { builds: [second, third] }]);
    expect(list.headers.get('warning')).to.match(/deprecated: Use DELETE/);
  });

  it('waits with a deletion for whoever changes the project, and then obeys', async () => {
    const id = await succeed();
    const remove = (path: string, body?: object) => stack.ask('DELETE', `/api_3/build/delete/${path}`, alice, body);
    const isGone = async () => (await get(`/build/${id}`)).status === 404;
    const ways = [
      [() => remove(`${id}`), 403],
      [() => remove('list', { builds: [id] }), 400],
    ] as const;
    for (const [how, refusal] of ways) {
      const reply = await stack.deps.db.transaction(async (tx) => {
        await tx.query("UPDATE projects SET persistent = 1 WHERE name = 'p1'");
        const removed = how();
        // Were it not to wait, it would be gone by then.
        await eventually(isGone, { withinMs: 500, what: 'the build to go' }).catch(() => undefined);
        return { removed };
      });
      const { status } = await reply.removed;
      await stack.deps.db.query("UPDATE projects SET persistent = 0 WHERE name = 'p1'");
      expect([status, await isGone()]).to.deep.equal([refusal, false]);
    }
  });

  it('deletes nothing when one may not be deleted, and names each reason', async () => {
    const done = await succeed();
    const { id: open } = await submit();
    const remove = (body: unknown, auth = alice) => stack.ask('DELETE', '/api_3/build/delete/list', auth, body);
    const { status, json } = await remove({ builds: [done, 99999, open] });
    const error = `Build(s) ${open} are still running.\nBuild(s) 99999 don't exist.\n`;
    expect([status, json]).to.deep.equal([400, { error }]);
    expect((await remove({ builds: [done] }, bob)).json['error']).to.equal(
      `You don't have permissions to delete build(s) ${done}.\n`,
    );
    expect((await get(`/build/${done}`)).status).to.equal(200);
    const one = await stack.ask('DELETE', `/api_3/build/delete/${open}`, alice);
    expect([one.status, one.json['error']]).to.deep.equal([409, `User 'alice' can not delete build ${open}`]);
    for (const builds of [['5'], 'x', [-1], undefined, [1.5]]) expect((await remove({ builds })).status).to.equal(400);
    expect((await remove({ builds: [] })).json).to.deep.equal({ builds: [] });
    expect((await remove(undefined)).status).to.equal(415);
  });

  it('knows no builds of a project that was deleted', async () => {
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'short', chroots: [X86] });
    const { id } = await submit({}, 'short');
    await stack.ask('PUT', `/api_3/build/cancel/${id}`, alice);
    await stack.ask('DELETE', '/api_3/project/delete/alice/short', alice, { verify: true });
    for (const path of ['', '/source-chroot', '/built-packages', '/source-build-config'])
      expect((await get(`/build${path}/${id}`)).status, path).to.equal(404);
    expect((await stack.ask('DELETE', `/api_3/build/delete/${id}`, alice)).status).to.equal(404);
    expect((await stack.ask('PUT', `/api_3/build/cancel/${id}`, alice)).status).to.equal(404);
    const { json } = await stack.ask('DELETE', '/api_3/build/delete/list', alice, { builds: [id] });
    expect(json['error']).to.equal(`Build(s) ${id} don't exist.\n`);
  });

  it('shows the SRPM that was built once there is one', async () => {
    const { id, news } = await submit();
    const url = async () => ((await get(`/build/${id}`)).json['source_package'] as { url: string }).url;
    expect(await url()).to.equal(LINK);
    await news.imported();
    await news.finished(X86);
    await news.published(X86, undefined, [{ name: 'hello', epoch: 2, version: '1.0', release: '1', arch: 'src' }]);
    const results = `http://localhost:5002/results/alice/p1/${X86}/${String(id).padStart(8, '0')}-hello`;
    expect(await url()).to.equal(`${results}/hello-1.0-1.src.rpm`);
  });
});
