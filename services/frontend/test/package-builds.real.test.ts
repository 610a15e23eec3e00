import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { pruneBuilds } from '../src/loops/prune-builds.js';
import { packagesToPrune } from '../src/store/packages.js';
import { prunePackage } from '../src/verbs/prune-package.js';
import { newsOf } from './news.js';
import { openStack, type Stack } from './stack.js';

const [X86, ARM, EPEL] = ['fedora-42-x86_64', 'fedora-42-aarch64', 'epel-9-x86_64'] as const;

describe('builds of a package', () => {
  let stack: Stack;
  let [alice, bob] = ['', ''];
  let project = '';
  let count = 0;
  before(async () => {
    stack = await openStack();
    [alice, bob] = [await stack.user('alice'), await stack.user('bob')];
  });
  beforeEach(async () => {
    project = `p${(count += 1)}`;
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: project, chroots: [X86, ARM, EPEL] });
    await set({ gem_name: 'g' }, 'add');
    await stack.said();
  });
  after(() => stack[Symbol.asyncDispose]());

  const set = (body: object, verb = 'edit') =>
    stack.ask('POST', `/api_3/package/${verb}/alice/${project}/hello/rubygems`, alice, {
      package_name: 'hello',
      ...body,
    });
  const about = (more: object = {}) => ({ ownername: 'alice', projectname: project, package_name: 'hello', ...more });
  const build = (more: object = {}, auth = alice) => stack.ask('POST', '/api_3/package/build', auth, about(more));
  const submit = async (more: object = {}) => Number((await build(more)).json['id']);
  /** Of the chroots that were not chosen all the same: the import goes wrong, which is over soonest. */
  const ended = async (more: object = {}) => {
    const id = await submit(more);
    await newsOf(stack, id).importFailed('no such file');
    return id;
  };
  const succeeded = async (more: object = {}) => {
    const id = await submit({ chroots: [X86], ...more });
    const news = newsOf(stack, id);
    await news.imported();
    await news.finished(X86);
    await news.published(X86);
    return id;
  };
  const link = async (more: object = {}) => {
    const body = { ownername: 'alice', projectname: project, pkgs: 'http://example.org/hello-1.0-1.src.rpm', ...more };
    const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, body);
    return (json['items'] as { id: number }[])[0]?.id ?? 0;
  };
  const shown = async (id: number) => (await stack.ask('GET', `/api_3/build/${id}`)).json;
  const ids = async () => {
    const { json } = await stack.ask('GET', `/api_3/build/list?ownername=alice&projectname=${project}`);
    return (json['items'] as { id: number }[]).map(({ id }) => id);
  };
  const get = async (name: string, more = '') =>
    (await stack.ask('GET', `/api_3/package?ownername=alice&projectname=${project}&packagename=${name}${more}`)).json;
  const prune = async () => {
    for (const row of await packagesToPrune(stack.deps.db.manager, 0, 100)) await prunePackage(stack.deps, row);
  };

  it('come from its source, and have all chroots at once', async () => {
    const { status, json } = await build({ project_dirname: project });
    expect(status).to.equal(200);
    expect(json).to.deep.include({
      state: 'pending',
      chroots: [X86, ARM, EPEL],
      submitter: 'alice',
      is_background: false,
    });
    expect(json['source_package']).to.deep.equal({ name: 'hello', version: null, url: null });
    expect(await stack.said()).to.deep.equal(['source.requested']);
    const order = (await stack.bodies('source.requested')).at(-1);
    expect(order?.source).to.deep.equal({ type: 'rubygems', srpm: null, params: { gem_name: 'g' } });
  });

  it('take every option of a build, also a side directory', async () => {
    const { json } = await build({ chroots: ['fedora-*'], exclude_chroots: [ARM], background: true });
    expect(json).to.deep.include({ chroots: [X86], is_background: true });
    const side = await build({ project_dirname: `${project}:custom:x` });
    expect(side.json['project_dirname']).to.equal(`${project}:custom:x`);
  });

  it('last as long as the package says, unless they say so themselves', async () => {
    const timeout = async (more: object = {}) => {
      const id = await submit(more);
      return (await stack.ask('GET', `/api_3/build/source-build-config/${id}`)).json['timeout'];
    };
    expect(await timeout()).to.equal(stack.deps.config.buildTimeoutS);
    await set({ timeout: '100' });
    expect([await timeout(), await timeout({ timeout: 50 })]).to.deep.equal([100, 50]);
    await set({ timeout: 0 });
    expect(await timeout()).to.equal(stack.deps.config.buildTimeoutS);
  });

  it('leave out the chroots on its deny list, but for chosen ones', async () => {
    await set({ chroot_denylist: 'fedora-*-aarch64, epel-*' });
    expect((await build()).json['chroots']).to.deep.equal([X86]);
    expect((await build({ chroots: [EPEL, X86] })).json['chroots']).to.deep.equal([X86, EPEL]);
    await set({ chroot_denylist: 'epel-*' });
    expect((await build({ exclude_chroots: [ARM] })).json['chroots']).to.deep.equal([X86]);
    await set({ chroot_denylist: '' });
    expect((await build()).json['chroots']).to.deep.equal([X86, ARM, EPEL]);
  });

  it('leave them out as well when only the import tells which package it is', async () => {
    await set({ chroot_denylist: 'fedora-*' });
    const [free, chosen] = [await link(), await link({ chroots: [X86] })];
    for (const id of [free, chosen]) await newsOf(stack, id).imported();
    expect((await shown(free))['chroots']).to.deep.equal([EPEL]);
    expect((await shown(chosen))['chroots']).to.deep.equal([X86]);
  });

  const refusals: [string, object, number, string][] = [
    ['an unknown package', { package_name: 'zz' }, 404, 'No package with name zz in copr %'],
    ['no package', { package_name: null }, 404, 'No package with name None in copr %'],
    ['an unknown project', { projectname: 'zz' }, 404, 'Project alice/zz does not exist.'],
    ['a bad chroot', { chroots: ['zz'] }, 400, "chroots: 'zz' is not a valid choice for this field."],
    ['a bad timeout', { timeout: 999_999 }, 400, 'timeout: Number must be between 0 and 108000.'],
    ['a bad directory', { project_dirname: 'zz' }, 400, "Copr dirname must start with '%:' prefix"],
    ['an unknown batch', { after_build_id: 99_999 }, 400, 'after_build_id: Build 99999 not found'],
  ];
  for (const [what, more, status, error] of refusals) {
    it(`are refused for ${what}`, async () => {
      const reply = await build(more);
      expect([reply.status, reply.json]).to.deep.equal([status, { error: error.replace('%', project) }]);
      expect(await stack.said()).to.deep.equal([]);
    });
  }

  it('are refused to strangers, and without a body or a source', async () => {
    const foreign = await build({}, bob);
    expect([foreign.status, foreign.json['error']]).to.deep.equal([
      403,
      "You don't have permissions to build in this copr.",
    ]);
    expect((await stack.ask('POST', '/api_3/package/build', undefined, about())).status).to.equal(401);
    expect((await stack.ask('POST', '/api_3/package/build', alice)).status).to.equal(415);
    await stack.ask('PUT', '/api_3/package/reset', alice, about());
    const { status, json } = await build();
    const text = "Package 'Unset default source for package hello' doesn't have the default source method set";
    expect([status, String(json['error']).slice(0, text.length)]).to.deep.equal([400, text]);
  });

  it('bring a package that was not known, with their own source', async () => {
    const id = await link();
    await newsOf(stack, id).imported({ package: 'brought' });
    const url = 'http://example.org/hello-1.0-1.src.rpm';
    expect(await get('brought')).to.deep.include({ source_type: 'link', source_dict: { url }, auto_rebuild: false });
    const edited = await stack.ask('POST', `/api_3/package/edit/alice/${project}/brought/`, alice, {
      package_name: 'brought',
    });
    expect([edited.status, edited.json['error']]).to.deep.equal([400, 'Unsupported package source type link']);
    expect((await build({ package_name: 'brought' })).status).to.equal(400);
  });

  it('leave a package that was known as it is', async () => {
    await newsOf(stack, await link()).imported();
    expect(await get('hello')).to.deep.include({ source_type: 'rubygems', source_dict: { gem_name: 'g' } });
  });

  it('are shown with it: the latest, and the latest that succeeded', async () => {
    const [good, bad] = [await succeeded(), await ended()];
    await submit({ project_dirname: `${project}:custom:x` });
    const { builds } = (await get('hello', '&with_latest_build=1&with_latest_succeeded_build=1')) as {
      builds: Record<string, { id: number }>;
    };
    expect([builds['latest']?.id, builds['latest_succeeded']?.id]).to.deep.equal([bad, good]);
    expect((await get('hello', '&with_latest_succeeded_build=False'))['builds']).to.have.nested.property(
      'latest_succeeded.id',
    );
    const query = `ownername=alice&projectname=${project}&with_latest_build=True&with_latest_succeeded_build=False`;
    const { json } = await stack.ask('GET', `/api_3/package/list?${query}`);
    expect(json['items']).to.have.nested.property('[0].builds.latest.id', bad);
    expect(json['items']).to.have.nested.property('[0].builds.latest_succeeded', null);
  });

  it('are looked for in side directories when there are none in the main one', async () => {
    const id = await submit({ project_dirname: `${project}:custom:x` });
    expect((await get('hello', '&with_latest_build=1'))['builds']).to.have.nested.property('latest.id', id);
  });

  it('go with it when it is deleted, unless one of them is not over', async () => {
    const [first, side] = [await ended(), await ended({ project_dirname: `${project}:custom:x` })];
    const open = await submit();
    const remove = () => stack.ask('DELETE', '/api_3/package/delete', alice, about());
    const refused = await remove();
    expect([refused.status, refused.json['error']]).to.deep.equal([400, `Build(s) ${open} are still running.\n`]);
    await newsOf(stack, open).importFailed('no such file');
    await stack.said();
    expect((await remove()).status).to.equal(200);
    expect(await ids()).to.deep.equal([]);
    expect(await stack.said()).to.deep.equal(['repo.requested', 'repo.requested']);
    const orders = (await stack.bodies('repo.requested')).slice(-2);
    expect(orders.map(({ verb, builds }) => [verb, builds])).to.deep.equal([
      ['delete-builds', [first, open]],
      ['delete-builds', [side]],
    ]);
  });

  it('make room for newer ones, in each directory as many as it keeps', async () => {
    await set({ max_builds: 2 });
    const main = [await ended(), await ended(), await ended()];
    const side = [await ended({ project_dirname: `${project}:custom:x` })];
    await stack.said();
    await prune();
    expect(await ids()).to.deep.equal([...side, ...main.slice(1).reverse()]);
    expect(await stack.said()).to.deep.equal(['repo.requested']);
    expect((await stack.bodies('repo.requested')).at(-1)).to.deep.include({ verb: 'delete-builds', builds: [main[0]] });
    await prune();
    expect(await stack.said()).to.deep.equal([]);
  });

  it('stay while they run, and go when they end', async () => {
    await set({ max_builds: 1 });
    const old = await submit();
    const young = await ended();
    await prune();
    expect(await ids()).to.deep.equal([young, old]);
    await newsOf(stack, old).importFailed('no such file');
    await prune();
    expect(await ids()).to.deep.equal([young]);
  });

  it('go by themselves, at the next round of the loop', async () => {
    await set({ max_builds: 1 });
    const [, second] = [await ended(), await ended()];
    const part = pruneBuilds(stack.deps);
    await part.start();
    await eventually(async () => (await ids()).length === 1, { what: 'the older build to go' });
    await part.stop();
    expect(await ids()).to.deep.equal([second]);
  });

  it('go although those of many other packages never can', async () => {
    const { db } = stack.deps;
    await db.query(
      `SET STATEMENT foreign_key_checks = 0 FOR INSERT INTO packages (project_id, name, created_at, prune_due)
        SELECT 999999, CONCAT('bad', seq), NOW(3), 1 FROM seq_1_to_50`,
    );
    await set({ gem_name: 'g', package_name: 'late' }, 'add');
    await db.query("UPDATE packages SET max_builds = 1 WHERE name = 'late'");
    const [, second] = [await ended({ package_name: 'late' }), await ended({ package_name: 'late' })];
    const part = pruneBuilds(stack.deps);
    await part.start();
    await eventually(async () => (await ids()).length === 1, { what: 'the older build to go' });
    await part.stop();
    await db.query('DELETE FROM packages WHERE project_id = 999999');
    expect(await ids()).to.deep.equal([second]);
  });

  it('go at once when fewer are to be kept', async () => {
    const [, second] = [await ended(), await ended()];
    await set({ max_builds: '1' });
    await prune();
    expect(await ids()).to.deep.equal([second]);
  });

  it('stay when all are to be kept, or the project is persistent', async () => {
    await ended();
    await ended();
    await prune();
    expect((await ids()).length).to.equal(2);
    await stack.deps.db.query('UPDATE projects SET persistent = 1 WHERE name = ?', [project]);
    await set({ max_builds: 1 });
    await prune();
    expect((await ids()).length).to.equal(2);
  });
});
