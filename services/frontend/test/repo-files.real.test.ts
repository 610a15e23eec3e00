import { expect } from 'chai';
import { addDir } from '../src/store/project-dirs.js';
import { retireChroots } from '../src/store/project-parts.js';
import { findProject } from '../src/store/projects.js';
import { alterChroot } from '../src/verbs/alter-chroot.js';
import { createGroup } from '../src/verbs/create-group.js';
import { openStack, type Stack } from './stack.js';

describe('.repo files', () => {
  let stack: Stack;
  let alice: string;
  before(async () => {
    stack = await openStack({
      KOPR_FRONTEND_URL: 'https://copr.example.org:8443',
      KOPR_CHROOT_ALIASES: 'rhel-9=epel-9',
    });
    alice = await stack.user('alice');
    await createGroup(stack.deps, 'devel', ['alice']);
    for (const name of ['fedora-42-i386', 'minidistro-13-x86_64']) {
      await alterChroot(stack.deps, { name, engine: 'rpmbuild', image: 'kopr/test:1' });
    }
    const chroots = ['fedora-42-x86_64', 'fedora-42-i386', 'epel-9-x86_64', 'minidistro-13-x86_64'];
    const add = (owner: string, form: object) =>
      stack.ask('POST', `/api_3/project/add/${owner}`, alice, { chroots, ...form });
    await add('alice', { name: 'base', repo_priority: 7, delete_after_days: 10 });
    const runtime_dependencies = 'copr://alice/base http://dep.org/$distname/$chroot/?priority=3';
    await add('alice', { name: 'p1', module_hotfixes: true, multilib: true, runtime_dependencies });
    await add('alice', { name: 'lost' });
    const twice = 'copr://alice/base:custom:x copr://alice/base copr://alice/sides:custom:x';
    await add('alice', { name: 'sides' });
    await stack.ask('PUT', '/api_3/project/edit/alice/sides', alice, { runtime_dependencies: twice });
    await add('@devel', { name: 'gp', runtime_dependencies: 'copr://alice/p1 copr://alice/lost copr://alice/base' });
  });
  after(() => stack[Symbol.asyncDispose]());
  const get = (path: string) => stack.ask('GET', path);

  it('begin with the section that dnf’s plugin looks for', async () => {
    const { status, text, headers } = await get('/coprs/alice/p1/repo/epel-9/dnf.repo?arch=x86_64');
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    expect(headers.get('content-disposition')).to.equal('filename=alice-p1.repo');
    expect(text.split('\n').slice(0, 12)).to.deep.equal([
      '[copr:copr.example.org:alice:p1]',
      'name=Copr repo for p1 owned by alice',
      'baseurl=http://localhost:5002/results/alice/p1/epel-9-$basearch/',
      'type=rpm-md',
      'skip_if_unavailable=True',
      'gpgcheck=1',
      'gpgkey=http://localhost:5002/results/alice/p1/pubkey.gpg',
      'repo_gpgcheck=0',
      'enabled=1',
      'enabled_metadata=1',
      'module_hotfixes=1',
      '[coprdep:copr.example.org:alice:base]',
    ]);
    expect(text).to.include('runtime dependency #1 - alice/base\n').and.to.include('\npriority=7\n');
    expect(text).to.include('[coprdep:http_dep_org_distname_chroot_priority_3]\n');
    expect(text).to.include('\nbaseurl=http://dep.org/epel/epel-9-x86_64/\n');
  });

  it('have one section for each project that is depended on, its main directory, whatever directories are named', async () => {
    const { text } = await get('/coprs/alice/sides/repo/epel-9/dnf.repo');
    expect(text.match(/^\[.*\]$/gm)).to.deep.equal([
      '[copr:copr.example.org:alice:sides]',
      '[coprdep:copr.example.org:alice:base]',
    ]);
    expect(text).to.include('\nbaseurl=http://localhost:5002/results/alice/base/epel-9-$basearch/\n');
  });

  it('leave the release to dnf where distributions number it plainly', async () => {
    expect((await get('/coprs/alice/base/repo/fedora-42/x.repo')).text).to.include('/fedora-$releasever-$basearch/');
    expect((await get('/coprs/alice/base/repo/minidistro-13')).text).to.include('/minidistro-13-$basearch/');
  });

  it('have a section for 32-bit packages when asked for an architecture', async () => {
    const { text } = await get('/coprs/alice/p1/repo/fedora-42/?arch=x86_64');
    expect(text).to.include('[copr:copr.example.org:alice:p1:ml]\n').and.to.include('fedora-$releasever-i386/\n');
    expect(text).to.include('cost=1100\n');
    expect((await get('/coprs/alice/p1/repo/fedora-42/')).text).not.to.include(':ml]');
  });

  it('know groups by both addresses', async () => {
    for (const path of ['/coprs/g/devel/gp/repo/fedora-42/dnf.repo', '/coprs/@devel/gp/repo/fedora-42/dnf.repo']) {
      const { text, headers } = await get(path);
      expect(text).to.match(/^\[copr:copr\.example\.org:group_devel:gp\]\n/);
      expect(text).to.include('/results/@devel/gp/');
      expect(headers.get('content-disposition')).to.equal('filename=@devel-gp.repo');
    }
  });

  it('say which chroots there are when there is no such one', async () => {
    const { status, headers } = await get('/coprs/alice/base/repo/epel-7/dnf.repo?arch=x86_64');
    expect(status).to.equal(404);
    const data = Buffer.from(headers.get('copr-error-data') ?? '', 'base64').toString();
    expect((JSON.parse(data) as Record<string, string[]>)['available chroots']).to.include('fedora-42-x86_64');
    for (const path of ['/coprs/alice/zz/repo/fedora-42/x', '/coprs/alice/base:custom:x/repo/fedora-42/x']) {
      const reply = await get(path);
      expect([reply.status, reply.headers.get('copr-error-data')]).to.deep.equal([404, null]);
    }
  });

  it('have Copr’s gaps between sections, and say what is missing', async () => {
    const { text } = await get('/coprs/alice/p1/repo/fedora-42/x.repo');
    expect(text).to.include('module_hotfixes=1\n[coprdep:').and.to.include('priority=7\n[coprdep:http');
    expect(text).to.match(/enabled_metadata=1\n$/);
    const plain = (await get('/coprs/@devel/gp/repo/fedora-42/x.repo')).text;
    expect(plain).to.match(/enabled_metadata=1\n\n\[coprdep:copr\.example\.org:alice:p1\]\n/);
    await stack.ask('DELETE', '/api_3/project/delete/alice/lost', alice);
    expect((await get('/coprs/@devel/gp/repo/fedora-42/x.repo')).text).to.match(
      /\n# This repository \(@devel\/gp\) depends on alice\/lost, which does not exist\n$/,
    );
  });

  it('take dependencies of dependencies, each once, in the order of their mention', async () => {
    const { text } = await get('/coprs/@devel/gp/repo/fedora-42/x.repo');
    expect(text.match(/^\[.*\]$/gm)).to.deep.equal([
      '[copr:copr.example.org:group_devel:gp]',
      '[coprdep:copr.example.org:alice:p1]',
      '[coprdep:copr.example.org:alice:base]',
      '[coprdep:http_dep_org_distname_chroot_priority_3]',
    ]);
  });

  it('are there for chroots that are kept for a while, and by an alias', async () => {
    const { deps } = stack;
    const project = await findProject(deps.db.manager, 'alice', 'base');
    const soon = new Date(Date.now() + 7 * 86_400_000);
    await retireChroots(deps.db.manager, project?.id ?? 0, ['epel-9-x86_64'], soon);
    expect((await get('/coprs/alice/base/repo/epel-9/x.repo')).status).to.equal(200);
    expect((await get('/coprs/alice/base/repo/rhel-9/x.repo?arch=x86_64')).text).to.include('/epel-9-$basearch/');
  });

  it('are found in side directories that exist', async () => {
    const { deps } = stack;
    const project = await findProject(deps.db.manager, 'alice', 'base');
    await addDir(deps.db.manager, { projectId: project?.id ?? 0, name: 'base:pr:5', createdAt: new Date() });
    const { text, headers } = await get('/coprs/alice/base:pr:5/repo/fedora-42/x.repo');
    expect(headers.get('content-disposition')).to.equal('filename=alice-base:pr:5.repo');
    expect(text).to.match(/^\[copr:copr\.example\.org:alice:base:pr:5\]\n/);
    expect(text).to.include('/results/alice/base:pr:5/pubkey.gpg\n');
  });

  it('are told as data to dnf5', async () => {
    const { status, json } = await get('/api_3/rpmrepo/alice/p1/rhel-9.4/');
    const opts = { module_hotfixes: '1' };
    expect([status, json]).to.deep.equal([
      200,
      {
        results_url: 'http://localhost:5002/results',
        repos: {
          'fedora-42': {
            arch: { x86_64: { opts, multilib: { i386: { opts: { cost: '1100', ...opts } } } }, i386: { opts } },
          },
          'epel-9': { arch: { x86_64: { opts } } },
          'minidistro-13': { arch: { x86_64: { opts } } },
        },
        directories: { p1: {} },
        dependencies: [
          {
            type: 'copr',
            opts: {
              id: 'coprdep:copr.example.org:alice:base',
              name: 'Copr copr.example.org/alice/p1 runtime dependency #1 - alice/base',
            },
            data: { owner: 'alice', projectname: 'base' },
          },
          {
            type: 'external_baseurl',
            opts: {
              id: 'coprdep:http_dep_org_distname_chroot_priority_3',
              name: 'Copr copr.example.org/alice/p1 external runtime dependency #2 - http_dep_org_distname_chroot_priority_3',
            },
            data: { pattern: 'http://dep.org/$distname/$chroot/?priority=3' },
          },
        ],
      },
    ]);
    const base = (await get('/api_3/rpmrepo/alice/base:custom:nope/fedora-42')).json;
    expect(base).to.deep.include({
      delete_after_days: 10,
      directories: { base: {}, 'base:pr:5': { delete_after_days: 39 } },
    });
    expect((base as { repos: object }).repos).to.deep.include({
      'epel-9': { arch: { x86_64: { opts: { priority: 7 }, delete_after_days: 6 } } },
    });
    const missing = await get('/api_3/rpmrepo/@zz/zz/fedora-42/');
    expect([missing.status, missing.json]).to.deep.equal([404, { error: "@zz/zz copr doesn't exist" }]);
  });

  it('are not looked for at addresses that cannot be read', async () => {
    const answers = ['/coprs/%zz/p1/repo/fedora-42/', '/coprs/alice/p1/repo/%00', '/coprs/a%00/p1/repo/fedora-42'];
    const statuses = await Promise.all(answers.map(async (path) => (await get(path)).status));
    expect(statuses).to.deep.equal([400, 404, 404]);
  });

  it('check signed metadata when the instance says so', async () => {
    await using strict = await openStack({ KOPR_REPO_GPGCHECK: '1' });
    const alice = await strict.user('alice');
    await strict.ask('POST', '/api_3/project/add/alice', alice, { name: 'p', chroots: ['epel-9-x86_64'] });
    expect((await strict.ask('GET', '/coprs/alice/p/repo/epel-9/x.repo')).text).to.include('\nrepo_gpgcheck=1\n');
  });
});
