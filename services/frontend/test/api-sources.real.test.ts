import { expect } from 'chai';
import { alterChroot } from '../src/verbs/alter-chroot.js';
import { alterDistGit } from '../src/verbs/alter-dist-git.js';
import { openStack, uploadForm, type Stack } from './stack.js';

const HERE = { ownername: 'alice', projectname: 'p1' };
const REVIEWED = { ownername: 'alice', projectname: 'reviewed' };
const GIT = 'https://example.org/x.git';

describe('API v3: submitting builds of every type of source', () => {
  let stack: Stack;
  let alice: string;
  let bob: string;
  before(async () => {
    stack = await openStack();
    [alice, bob] = [await stack.user('alice'), await stack.user('bob')];
    const chroots = ['fedora-42-x86_64', 'epel-9-x86_64'];
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'p1', chroots });
    await stack.ask('POST', '/api_3/project/add/alice', alice, { name: 'reviewed', chroots, fedora_review: true });
    for (const name of ['fedora-41-x86_64', 'fedora-rawhide-x86_64'])
      await alterChroot(stack.deps, { name, engine: 'mock' });
  });
  after(() => stack[Symbol.asyncDispose]());
  beforeEach(() => stack.said());

  const create = (type: string, body: object, auth = alice) =>
    stack.ask('POST', `/api_3/build/create/${type}`, auth, { ...HERE, ...body });
  const config = async (id: unknown) => (await stack.ask('GET', `/api_3/build/source-build-config/${String(id)}`)).json;
  const lastOrder = async () => (await stack.bodies('source.requested')).at(-1)!.source;

  const scm = {
    type: 'git',
    clone_url: GIT,
    committish: null,
    subdirectory: null,
    spec: null,
    srpm_build_method: 'rpkg',
  };
  const pypi = {
    pypi_package_name: 'foo',
    pypi_package_version: null,
    spec_generator: 'pyp2spec',
    spec_template: '',
    python_versions: ['3'],
  };
  const script = { script: 'x\n', chroot: 'fedora-42-x86_64', builddeps: null, resultdir: null, repos: '' };
  const taken: [string, object, object][] = [
    ['scm', { clone_url: GIT }, scm],
    [
      'scm',
      {
        clone_url: GIT,
        committish: 'v1',
        subdirectory: 'a/b',
        spec: 'y.spec',
        scm_type: 'svn',
        source_build_method: 'tito',
      },
      { ...scm, type: 'svn', committish: 'v1', subdirectory: 'a/b', spec: 'y.spec', srpm_build_method: 'tito' },
    ],
    ['scm', { clone_url: GIT, srpm_build_method: 'make_srpm' }, { ...scm, srpm_build_method: 'make_srpm' }],
    ['pypi', { pypi_package_name: 'foo' }, pypi],
    ['pypi', { pypi_package_name: 'foo', python_versions: [3, 2] }, { ...pypi, python_versions: ['3', '2'] }],
    ['rubygems', { gem_name: 'rake' }, { gem_name: 'rake' }],
    ['custom', { script: 'x' }, script],
    ['custom', { script: 'x', chroot: 'fedora-latest-aarch64' }, { ...script, chroot: 'fedora-42-aarch64' }],
    [
      'custom',
      { script: '#!/bin/sh\r\necho', chroot: 'epel-9-x86_64', builddeps: ['git', 'make'], resultdir: 'out' },
      { ...script, script: '#!/bin/sh\necho\n', chroot: 'epel-9-x86_64', builddeps: 'git make', resultdir: 'out' },
    ],
    [
      'distgit',
      { package_name: 'hello', namespace: '@a/b', committish: 'f42' },
      {
        clone_url: 'https://src.fedoraproject.org/@a/b/rpms/hello',
        distgit: 'fedora',
        namespace: '@a/b',
        committish: 'f42',
      },
    ],
  ];
  for (const [type, body, params] of taken) {
    it(`takes ${type} from ${JSON.stringify(body).slice(0, 70)}`, async () => {
      const { status, json } = await create(type, body);
      expect([status, json['state'], json['chroots']]).to.deep.equal([200, 'pending', []]);
      expect(json['source_package']).to.deep.equal({ name: null, version: null, url: null });
      expect(await config(json['id'])).to.deep.equal({
        source_type: type,
        source_dict: params,
        memory_limit: 2048,
        timeout: 18000,
        is_background: false,
      });
      expect(await lastOrder()).to.deep.equal({ type, srpm: null, params });
    });
  }

  it('takes a lone spec, which dist-git must make something of', async () => {
    const url = 'https://example.org/a/bar.spec?x=1';
    const { json } = await create('url', { pkgs: url });
    const [build] = json['items'] as { source_package: object }[];
    expect(build?.source_package).to.deep.equal({ name: null, version: null, url: null });
    expect(await lastOrder()).to.deep.equal({ type: 'link', srpm: null, params: { url } });
    const uploaded = await stack.ask('POST', '/api_3/build/create/upload', alice, uploadForm(HERE, 'foo.spec'));
    expect(uploaded.json['source_package']).to.deep.equal({ name: null, version: null, url: null });
    const order = await lastOrder();
    expect(order.srpm).to.equal(null);
    expect(String(order.params['url'])).to.match(/\/tmp\/[0-9a-f]{32}\/foo\.spec$/);
  });

  it('shows a package without its sources, and leaves it to dist-git to refuse it', async () => {
    const url = 'http://example.org/foo.nosrc.rpm?x=1';
    const { json } = await create('url', { pkgs: [url] });
    expect((json['items'] as { source_package: object }[])[0]?.source_package).to.include({ url });
    expect((await lastOrder()).srpm).to.equal(null);
  });

  it('keeps with each source that the project wants reviews', async () => {
    const { json } = await create('rubygems', { ...REVIEWED, gem_name: 'rake' });
    expect((await config(json['id']))['source_dict']).to.deep.equal({ gem_name: 'rake', fedora_review: true });
    const url = 'http://example.org/a.src.rpm';
    const linked = await create('url', { ...REVIEWED, pkgs: url });
    const [build] = linked.json['items'] as { id: number }[];
    expect((await config(build?.id))['source_dict']).to.deep.equal({ url, fedora_review: true });
  });

  it('shows the task of a script as Copr’s builders read it', async () => {
    const repos = ['http://a.example.org/$chroot', 'copr://alice/p1'];
    const { json } = await create('custom', { script: 'x', chroot: 'fedora-latest-x86_64', repos });
    const { json: task } = await stack.ask('GET', `/backend/get-srpm-build-task/${String(json['id'])}`);
    expect(task).to.deep.include({ source_type: 9, chroot: 'fedora-42-x86_64', project_dirname: 'p1' });
    expect(task['repos']).to.deep.equal([
      {
        id: 'http_a_example_org_chroot',
        name: 'Additional repo http_a_example_org_chroot',
        baseurl: 'http://a.example.org/fedora-42-x86_64',
      },
      {
        id: 'copr_alice_p1',
        name: 'Additional repo copr_alice_p1',
        baseurl: 'http://localhost:5002/results/alice/p1/fedora-42-x86_64/',
        repo_gpgcheck: false,
      },
    ]);
  });

  it('builds from any dist-git that the instance knows, the default first', async () => {
    await alterDistGit(stack.deps, {
      name: 'stream',
      cloneUrl: 'https://gitlab.example.org/centos/',
      clonePackageUri: 'rpms/{pkgname}',
      priority: 200,
    });
    const { json } = await create('distgit', { package_name: 'hello' });
    expect((await config(json['id']))['source_dict']).to.deep.equal({
      clone_url: 'https://gitlab.example.org/centos/rpms/hello',
      distgit: 'stream',
    });
    await alterDistGit(stack.deps, { name: 'stream', priority: 10 });
    const { json: next } = await create('distgit', { package_name: 'hello' });
    expect((await config(next['id']))['source_dict']).to.include({ distgit: 'fedora' });
  });

  it('knows no dist-git that could not be cloned from', async () => {
    const wrong: [Parameters<typeof alterDistGit>[1], RegExp][] = [
      [{ name: 'new' }, /needs the beginning of its clone URLs/],
      [{ name: 'a b', cloneUrl: 'https://example.org' }, /is not a name/],
      [{ name: 'new', cloneUrl: 'file:///etc' }, /no http\(s\) or git address/],
      [{ name: 'new', cloneUrl: 'https://example.org', clonePackageUri: 'rpms' }, /must contain \{pkgname\}/],
    ];
    for (const [wish, reason] of wrong) {
      const error = await alterDistGit(stack.deps, wish).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(Error);
      expect((error as Error).message).to.match(reason);
    }
  });

  const refusals: [string, object, string][] = [
    ['scm', { clone_url: 'zz' }, "{'clone_url': ['Invalid URL.']}"],
    ['scm', { clone_url: 'git@example.org:y.git' }, "{'clone_url': ['Invalid URL.']}"],
    ['scm', { clone_url: GIT, source_build_method: 'zz' }, "{'srpm_build_method': ['Not a valid choice.']}"],
    ['scm', { clone_url: GIT, spec: 'x' }, "{'spec': ['RPM spec file must end with .spec']}"],
    ['pypi', {}, "{'pypi_package_name': ['This field is required.']}"],
    [
      'pypi',
      { pypi_package_name: 'f'.repeat(94) },
      "{'pypi_package_name': ['Field cannot be longer than 93 characters.']}",
    ],
    [
      'pypi',
      { pypi_package_name: 'foo', python_versions: ['4'] },
      `{'python_versions': ["'4' is not a valid choice for this field."]}`,
    ],
    ['rubygems', {}, "{'gem_name': ['This field is required.']}"],
    ['rubygems', { gem_name: 'r'.repeat(93) }, "{'gem_name': ['Field cannot be longer than 92 characters.']}"],
    ['custom', {}, "{'script': ['This field is required.']}"],
    ['custom', { script: 'x'.repeat(4097) }, "{'script': ['Maximum script size is 4kB']}"],
    ['custom', { script: 'x', chroot: 'fedora-latest-s390x' }, "{'chroot': ['Not a valid choice.']}"],
    ['distgit', {}, "{'package_name': ['This field is required.']}"],
    [
      'distgit',
      { package_name: 'x', distgit: 'zz' },
      "{'distgit': ['Not a valid choice.', 'DistGit ID must be one of: fedora, stream']}",
    ],
    [
      'rubygems',
      { timeout: 'x', chroots: ['zz'] },
      "{'gem_name': ['This field is required.'], 'timeout': ['Not a valid integer value.', 'Number must be between 0 and 108000.']}",
    ],
    ['rubygems', { gem_name: 'x', chroots: ['zz'] }, `{'chroots': ["'zz' is not a valid choice for this field."]}`],
  ];
  for (const [type, body, errors] of refusals) {
    it(`refuses ${type} from ${JSON.stringify(body).slice(0, 60)}`, async () => {
      const reply = await create(type, body);
      expect([reply.status, reply.json]).to.deep.equal([400, { error: `Bad request parameters: ${errors}` }]);
      expect(await stack.said()).to.be.empty;
    });
  }

  it('refuses a source that no message could carry', async () => {
    const repos = Array.from({ length: 30 }, (_, i) => `http://example.org/${'x'.repeat(1900)}/${i}`);
    const { status, json } = await create('custom', { script: 'x', chroot: 'fedora-42-x86_64', repos });
    expect([status, json['error']]).to.satisfy(
      ([code, text]: [number, string]) => code === 400 && /^The source takes \d+ bytes to describe/.test(text),
    );
  });

  it('asks who the caller is, for the project, and whether they may build there, in this order', async () => {
    for (const type of ['scm', 'distgit', 'pypi', 'rubygems', 'custom']) {
      expect((await stack.ask('POST', `/api_3/build/create/${type}`, undefined, {})).status).to.equal(401);
      expect((await stack.ask('POST', `/api_3/build/create/${type}`, alice)).status).to.equal(415);
      expect((await create(type, { projectname: 'zz' })).status).to.equal(404);
      expect((await create(type, {}, bob)).status).to.equal(400);
    }
    expect((await create('rubygems', { gem_name: 'rake' }, bob)).json).to.deep.equal({
      error: 'User bob is not allowed to build in the copr: alice/p1',
    });
  });
});
