import { expect } from 'chai';
import { alterChroot } from '../src/verbs/alter-chroot.js';
import { newsOf } from './news.js';
import { openStack, type Stack } from './stack.js';

const [X86, ARM, EPEL] = ['fedora-42-x86_64', 'fedora-42-aarch64', 'epel-9-x86_64'] as const;
const HEAD = '{"output": "ok","message": "Project monitor request successful","packages": [\n';
const RESULTS = 'http://localhost:5002/results';

describe('API v3: the monitor', () => {
  let stack: Stack;
  let alice = '';
  let project = '';
  let count = 0;
  before(async () => {
    stack = await openStack();
    alice = await stack.user('alice');
  });
  beforeEach(async () => {
    project = `p${(count += 1)}`;
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: project, chroots: [X86, ARM, EPEL] });
  });
  after(() => stack[Symbol.asyncDispose]());

  const ask = (more = '', name = project) =>
    stack.ask('GET', `/api_3/monitor?ownername=alice&projectname=${name}${more}`);
  const packages = async (more = '') =>
    (await ask(more)).json['packages'] as { name: string; chroots: Record<string, Record<string, unknown>> }[];
  const states = async (more = '') =>
    (await packages(more)).map(({ name, chroots }) => [
      name,
      Object.fromEntries(Object.entries(chroots).map(([chroot, { state, build_id: id }]) => [chroot, [state, id]])),
    ]);
  const submit = async (name: string, more: object = {}) => {
    const about = { ownername: 'alice', projectname: project, package_name: name };
    await stack.ask('POST', `/api_3/package/add/alice/${project}/${name}/rubygems`, alice, { ...about, gem_name: 'g' });
    const { json } = await stack.ask('POST', '/api_3/package/build', alice, { ...about, ...more });
    return { id: Number(json['id']), news: newsOf(stack, Number(json['id'])) };
  };
  const ended = async (name: string, more: object = {}) => {
    const build = await submit(name, more);
    await build.news.importFailed('no such file');
    return build.id;
  };

  it('is framed to the byte as Copr’s, without packages too', async () => {
    const empty = await ask();
    expect([empty.status, empty.text]).to.deep.equal([200, `${HEAD}]}`]);
    expect(empty.headers.get('content-type')).to.equal('application/json');
    const a = await submit('a', { chroots: [X86] });
    const b = await submit('b', { chroots: [X86] });
    const line = (name: string, id: number) =>
      `{"name":"${name}","chroots":{"${X86}":{"state":"waiting","status":9,"build_id":${id},"pkg_version":null}}}`;
    expect((await ask()).text).to.equal(`${HEAD}${line('a', a.id)},\n${line('b', b.id)}]}`);
  });

  it('shows the newest build for each chroot, as it stands', async () => {
    const old = await ended('hello');
    const { id, news } = await submit('hello', { chroots: [X86, ARM] });
    await news.imported();
    await news.started(X86);
    expect(await states()).to.deep.equal([
      ['hello', { [ARM]: ['pending', id], [X86]: ['running', id], [EPEL]: ['failed', old] }],
    ]);
    await news.finished(X86);
    await news.published(X86);
    const [hello] = await packages();
    expect(hello?.chroots[X86]).to.deep.equal({ state: 'succeeded', status: 1, build_id: id, pkg_version: '1.0-1' });
    expect(hello?.chroots[EPEL]).to.deep.include({ status: 0, pkg_version: null });
  });

  it('is sorted by package, and leaves out packages without builds', async () => {
    const [c, a] = [await ended('c', { chroots: [X86] }), await ended('a', { chroots: [X86] })];
    await stack.ask('POST', `/api_3/package/add/alice/${project}/b/rubygems`, alice, {
      package_name: 'b',
      gem_name: 'g',
    });
    expect(await states()).to.deep.equal([
      ['a', { [X86]: ['failed', a] }],
      ['c', { [X86]: ['failed', c] }],
    ]);
  });

  it('does not go back to an older build when that one moves', async () => {
    const [old, young] = [await submit('hello', { chroots: [X86] }), await submit('hello', { chroots: [X86] })];
    await old.news.importFailed('no such file');
    expect(await states()).to.deep.equal([['hello', { [X86]: ['waiting', young.id] }]]);
  });

  it('goes back to the build before when the newest is deleted', async () => {
    const old = await ended('hello');
    const young = await ended('hello', { chroots: [X86] });
    const remove = (id: number) => stack.ask('DELETE', `/api_3/build/delete/${id}`, alice);
    await remove(young);
    expect(await states()).to.deep.equal([
      ['hello', { [ARM]: ['failed', old], [X86]: ['failed', old], [EPEL]: ['failed', old] }],
    ]);
    await remove(old);
    expect(await states()).to.deep.equal([]);
  });

  it('follows builds whose package only the import tells', async () => {
    const body = { ownername: 'alice', projectname: project, pkgs: 'http://example.org/x-1-1.src.rpm', chroots: [X86] };
    const { json } = await stack.ask('POST', '/api_3/build/create/url', alice, body);
    const id = (json['items'] as { id: number }[])[0]?.id ?? 0;
    expect(await states()).to.deep.equal([]);
    await newsOf(stack, id).imported();
    expect(await states()).to.deep.equal([['hello', { [X86]: ['pending', id] }]]);
  });

  it('follows a build to another name that its import brings', async () => {
    const old = await ended('guess', { chroots: [X86] });
    const { id, news } = await submit('guess', { chroots: [X86] });
    await news.imported();
    expect(await states()).to.deep.equal([
      ['guess', { [X86]: ['failed', old] }],
      ['hello', { [X86]: ['pending', id] }],
    ]);
  });

  it('stays right when builds end, move and go at the same time', async () => {
    const builds = [];
    for (let i = 0; i < 8; i++) builds.push(await submit('hello', { chroots: i % 2 === 0 ? [X86, ARM] : [X86, EPEL] }));
    const [over, open] = [builds.slice(0, 6), builds.slice(6)];
    await Promise.all(over.map(({ news }) => news.importFailed('no such file')));
    const doomed = [over.slice(0, 2), over.slice(2, 4), over.slice(4, 5)].map((some) => some.map(({ id }) => id));
    await Promise.all([
      ...doomed.map((ids) => stack.ask('DELETE', '/api_3/build/delete/list', alice, { builds: ids })),
      ...open.map(({ news }) => news.importFailed('no such file')),
    ]);
    const all = [open[1]?.id ?? 0, open[0]?.id ?? 0];
    expect(await states()).to.deep.equal([
      ['hello', { [ARM]: ['failed', all[1]], [X86]: ['failed', all[0]], [EPEL]: ['failed', all[0]] }],
    ]);
    await Promise.all(all.map((id) => stack.ask('DELETE', `/api_3/build/delete/${id}`, alice)));
    const last = over[5]?.id;
    expect(await states()).to.deep.equal([['hello', { [X86]: ['failed', last], [EPEL]: ['failed', last] }]]);
  });

  it('is one for each directory', async () => {
    const main = await ended('hello', { chroots: [X86] });
    const side = await ended('hello', { chroots: [X86], project_dirname: `${project}:custom:x` });
    expect(await states(`&project_dirname=${project}`)).to.deep.equal([['hello', { [X86]: ['failed', main] }]]);
    expect(await states(`&project_dirname=${project}:custom:x`)).to.deep.equal([
      ['hello', { [X86]: ['failed', side] }],
    ]);
  });

  it('shows enabled chroots only', async () => {
    await alterChroot(stack.deps, { name: 'old-1-x86_64', engine: 'rpmbuild', image: 'kopr/test:1' });
    await stack.ask('PUT', `/api_3/project/edit/alice/${project}`, alice, { chroots: [X86, 'old-1-x86_64'] });
    const id = await ended('hello', { chroots: [X86, 'old-1-x86_64'] });
    await ended('gone', { chroots: ['old-1-x86_64'] });
    await stack.ask('PUT', `/api_3/project/edit/alice/${project}`, alice, { chroots: [X86] });
    expect(await states()).to.deep.equal([['hello', { [X86]: ['failed', id] }]]);
  });

  it('gives addresses of logs by state, when they are asked for', async () => {
    const { id, news } = await submit('hello', { chroots: [X86] });
    const fields =
      '&additional_fields[]=url_build_log&additional_fields[]=url_backend_log&additional_fields[]=url_build';
    const urls = async () => {
      const cell = (await packages(fields))[0]?.chroots[X86];
      return [cell?.['url_build_log'], cell?.['url_backend_log']];
    };
    const log = `${RESULTS}/alice/${project}/${X86}/${String(id).padStart(8, '0')}-hello/builder-live.log`;
    expect(await urls()).to.deep.equal([null, null]);
    await news.imported();
    await news.assigned(X86);
    expect(await urls()).to.deep.equal([null, log]);
    await news.started(X86);
    expect(await urls()).to.deep.equal([log, log]);
    await news.finished(X86);
    await news.published(X86);
    expect(await urls()).to.deep.equal([`${log}.gz`, `${log}.gz`]);
    const [plain] = await packages('&additional_fields=url_build_log');
    expect(Object.keys(plain?.chroots[X86] ?? {})).to.deep.equal(['state', 'status', 'build_id', 'pkg_version']);
  });

  it('is refused in Copr’s words', async () => {
    const cases: [string, string, number, string][] = [
      ['', 'zz', 404, 'Project alice/zz does not exist.'],
      ['&project_dirname=zz', project, 404, `Dirname 'zz' doesn't exist in 'alice/${project}' copr`],
      ['&additional_fields[]=b&additional_fields[]=a', project, 400, 'Wrong additional_fields argument(s): a, b'],
    ];
    for (const [more, name, status, error] of cases) {
      const reply = await ask(more, name);
      expect([reply.status, reply.json]).to.deep.equal([status, { error }]);
    }
    expect((await stack.ask('GET', '/api_3/monitor?ownername=alice')).json['error']).to.equal(
      'Missing argument projectname',
    );
  });

  it('comes page by page when there are many packages, each of them once', async () => {
    const { json } = await stack.ask('GET', `/api_3/project?ownername=alice&projectname=${project}`);
    await stack.deps.db.query(
      `INSERT INTO newest_chroots SELECT ?, ?, CONCAT('p', 10000 + p.seq), ELT(c.seq, ?, ?, ?), p.seq, 'succeeded', '1-1', 1
        FROM seq_1_to_5000 p, seq_1_to_3 c`,
      [json['id'], project, X86, ARM, EPEL],
    );
    const all = await packages();
    expect(all.map(({ name }) => name)).to.deep.equal(Array.from({ length: 5000 }, (_, i) => `p${10_001 + i}`));
    expect(all.every(({ chroots }) => Object.keys(chroots).length === 3)).to.equal(true);
  });
});
