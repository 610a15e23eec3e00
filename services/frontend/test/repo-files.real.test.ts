import { expect } from 'chai';
import { alterChroot } from '../src/verbs/alter-chroot.js';
import { createGroup } from '../src/verbs/create-group.js';
import { openStack, type Stack } from './stack.js';

describe('.repo files', () => {
  let stack: Stack;
  before(async () => {
    stack = await openStack({ KOPR_FRONTEND_URL: 'https://copr.example.org:8443' });
    const alice = await stack.user('alice');
    await createGroup(stack.deps, 'devel', ['alice']);
    for (const name of ['fedora-42-i386', 'minidistro-13-x86_64']) {
      await alterChroot(stack.deps, { name, engine: 'rpmbuild', image: 'kopr/test:1' });
    }
    const chroots = ['fedora-42-x86_64', 'fedora-42-i386', 'epel-9-x86_64', 'minidistro-13-x86_64'];
    const add = (owner: string, form: object) =>
      stack.ask('POST', `/api_3/project/add/${owner}`, alice, { chroots, ...form });
    await add('alice', { name: 'base', repo_priority: 7 });
    const runtime_dependencies = 'copr://alice/base http://dep.org/$distname/$chroot/?priority=3';
    await add('alice', { name: 'p1', module_hotfixes: true, multilib: true, runtime_dependencies });
    await add('@devel', { name: 'gp' });
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

  it('check signed metadata when the instance says so', async () => {
    await using strict = await openStack({ KOPR_REPO_GPGCHECK: '1' });
    const alice = await strict.user('alice');
    await strict.ask('POST', '/api_3/project/add/alice', alice, { name: 'p', chroots: ['epel-9-x86_64'] });
    expect((await strict.ask('GET', '/coprs/alice/p/repo/epel-9/x.repo')).text).to.include('\nrepo_gpgcheck=1\n');
  });
});
