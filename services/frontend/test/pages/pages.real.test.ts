import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultsIn } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { buildApp } from '../../src/http/app.js';
import { pagesRouter } from '../../src/pages/index.js';
import { alterChroot } from '../../src/verbs/alter-chroot.js';
import { createGroup } from '../../src/verbs/create-group.js';
import type { Stack } from '../stack.js';
import { openPages, PASSWORD, type PagesOverStore, projectOf } from './over-store.js';
import { visitor } from './visit.js';

const CHROOT = 'fedora-42-x86_64';

describe('the pages over the store', () => {
  let pages: PagesOverStore;
  let stack: Stack;
  let url: string;
  let loggedIn: PagesOverStore['loggedIn'];
  before(async () => {
    pages = await openPages();
    ({ stack, url, loggedIn } = pages);
    await createGroup(stack.deps, 'devel', ['alice']);
  });
  after(() => pages.close());

  it('take a person from logging in to a submitted build', async () => {
    const alice = await loggedIn('alice');
    const project = await projectOf(alice, { name: 'tools', description: 'Small tools' });
    expect(project).to.equal('/coprs/alice/tools/');
    await alice.open(`${project}add_build/`);
    const file = new File(['srpm bytes'], 'hello-1.0-1.src.rpm');
    const sent = await alice.send(`${project}add_build/`, { urls: '', pkgs: file }, { multipart: true });
    expect(sent.status, sent.html).to.equal(303);
    const page = await alice.open(sent.headers.get('location') ?? '');
    expect(page.status).to.equal(200);
    expect(faultsIn(page.html)).to.deep.equal([]);
    expect(page.html).to.include('hello-1.0-1.src.rpm').and.include('Cancel build');
    expect(await stack.said()).to.include.members(['repo.requested', 'source.requested']);
    const [order] = (await stack.bodies('source.requested')).slice(-1);
    expect(order?.source.srpm).to.include({ size: 10 });
  });

  it('let a member make a project of the group, and find it by its words', async () => {
    const alice = await loggedIn('alice');
    expect(await projectOf(alice, { name: 'nightly', owner: '@devel', description: 'Snapshots 100%' })).to.equal(
      '/coprs/g/devel/nightly/',
    );
    const bob = visitor(url);
    expect((await bob.open('/coprs/?q=100%25')).html)
      .to.include('/coprs/g/devel/nightly/')
      .and.not.include('/tools/');
    expect((await bob.open('/coprs/?q=no_such%25')).html).to.include('No project has that');
    expect((await bob.open('/coprs/g/devel/')).html).to.include('nightly');
    expect((await bob.open('/coprs/g/nobody/')).status).to.equal(404);
  });

  it('let nobody do to another’s project what only its owner may', async () => {
    const alice = await loggedIn('alice');
    const project = await projectOf(alice, { name: 'mine' });
    const bob = await loggedIn('bob');
    expect((await bob.open(project)).html).to.not.include('New build');
    expect((await bob.open(`${project}add_build/`)).status).to.equal(404);
    await bob.open('/api/');
    expect(
      (await bob.send(`${project}add_build/`, { urls: 'https://x.org/a.src.rpm' }, { multipart: true })).status,
    ).to.equal(404);
    expect((await bob.send(`${project}delete/`, {})).status).to.equal(403);
    expect((await alice.open(project)).status).to.equal(200);
  });

  it('show what the instance says about a chroot on one line, cut where it becomes a story', async () => {
    const name = 'epel-9-x86_64';
    await alterChroot(stack.deps, { name, comment: `may\nbreak <soon>${'🐛'.repeat(500)}` });
    const alice = await loggedIn('alice');
    const project = await projectOf(alice, { name: 'remarked', [`chroots:${name}`]: 'yes' });
    const { html } = await alice.open(project);
    expect(html).to.include(`<p class="kopr-hint">may break &lt;soon>${'🐛'.repeat(384)}…</p>`);
    expect(html).to.include(`<b>${CHROOT}</b>`);
  });

  it('cancel a build, then delete it and its project', async () => {
    const alice = await loggedIn('alice');
    const project = await projectOf(alice, { name: 'short' });
    await alice.open(`${project}add_build/`);
    const sent = await alice.send(`${project}add_build/`, { urls: 'https://x.org/a.src.rpm' }, { multipart: true });
    const page = sent.headers.get('location') ?? '';
    const id = /build\/(\d+)/.exec(page)?.[1] ?? '';
    await alice.open(page);
    await alice.send(`${project}cancel_build/${id}/`, {});
    expect((await alice.open(page)).html).to.include('canceled by alice');
    await alice.open(`${project}delete_build/${id}/`);
    expect((await alice.send(`${project}delete_build/${id}/`, {})).headers.get('location')).to.equal(project);
    expect((await alice.open(page)).status).to.equal(404);
    await alice.open(`${project}delete/`);
    expect((await alice.send(`${project}delete/`, {})).headers.get('location')).to.equal('/coprs/alice/');
    expect((await alice.open(project)).status).to.equal(404);
  });

  it('give a token that the API takes, and revoke it', async () => {
    const bob = await loggedIn('bob');
    await bob.open('/api/');
    const { html } = await bob.send('/api/new/', {});
    const value = (key: string): string => new RegExp(`\\n${key} = (\\w+)`).exec(html)?.[1] ?? '';
    const auth = `Basic ${Buffer.from(`${value('login')}:${value('token')}`).toString('base64')}`;
    expect((await stack.ask('GET', '/api_3/auth-check', auth)).json).to.include({ name: 'bob' });
    const number = /name="token" value="(\d+)"/.exec((await bob.open('/api/')).html)?.[1] ?? '';
    await bob.send('/api/revoke/', { token: number });
    expect((await stack.ask('GET', '/api_3/auth-check', auth)).status).to.equal(401);
  });

  it('give strangers no cookie but for the log-in form, and slow down guessing', async () => {
    expect((await visitor(url).open('/')).headers.getSetCookie()).to.deep.equal([]);
    const guesser = visitor(url);
    expect((await guesser.open('/login/')).headers.getSetCookie()).to.have.length(1);
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++)
      statuses.push((await guesser.send('/login/', { name: 'nobody', password: `p${n}` })).status);
    expect(statuses.slice(0, 10)).to.deep.equal(Array.from({ length: 10 }, () => 401));
    expect(statuses[10]).to.equal(429);
  });

  it('slow down one guesser behind a trusted proxy, and not who else comes through it', async () => {
    const config = { ...stack.deps.config, trustedProxies: ['127.0.0.1'] };
    const server = createServer(buildApp({ ...stack.deps, config }, pagesRouter({ ...stack.deps, config })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const tryFrom = async (address: string): Promise<number> => {
      const { headers, html } = await visitor(site).open('/login/');
      const body = new URLSearchParams({
        name: 'carol',
        password: 'guessed',
        csrf: /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? '',
      });
      const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const sent = { method: 'POST', body, headers: { cookie, 'x-forwarded-for': address } };
      return (await fetch(`${site}/login/`, sent)).status;
    };
    for (let n = 0; n < 10; n++) expect(await tryFrom('192.0.2.1')).to.equal(401);
    expect([await tryFrom('192.0.2.1'), await tryFrom('192.0.2.2')]).to.deep.equal([429, 401]);
    server.closeAllConnections();
    server.close();
  });

  it('make a new session at logging in, so that a planted cookie opens nothing', async () => {
    const { deps } = stack;
    const planted = await deps.sessions.begin(null);
    const victim = visitor(url, { session: planted.id });
    expect((await victim.open('/login/')).html).to.include(planted.csrf);
    const answer = await victim.send('/login/', { name: 'alice', password: PASSWORD, next: '/' });
    expect(answer.status).to.equal(303);
    const line = answer.headers.getSetCookie().at(-1) ?? '';
    expect(line)
      .to.include(`Max-Age=${deps.config.sessionDays * 86_400};`)
      .and.not.include(planted.id);
    expect(await deps.sessions.find(planted.id)).to.equal(undefined);
    expect((await visitor(url, { session: planted.id }).open('/')).html).to.include('Log in');
    expect((await victim.open('/')).html)
      .to.not.include('Log in')
      .and.not.include(planted.csrf);
  });

  it('do not take over a cookie that we never gave, and let a stranger’s go with the browser', async () => {
    const invented = 'x'.repeat(43);
    const page = await visitor(url, { session: invented }).open('/login/');
    const [line = ''] = page.headers.getSetCookie();
    expect(line)
      .to.match(/^session=[\w-]{43};/)
      .and.not.include(invented);
    expect(line).to.not.match(/Max-Age|Expires/);
  });

  it('end the session at logging out', async () => {
    const alice = await loggedIn('alice');
    await alice.open('/');
    await alice.send('/logout/', {});
    expect((await alice.open('/')).html).to.include('Log in');
  });
});
