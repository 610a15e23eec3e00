import { expect } from 'chai';
import { openStack, type Stack } from '../stack.js';
import { HELLO, hookHouse } from './hook-house.js';
import * as github from './payloads/github.js';

describe('API v3: webhooks', () => {
  let stack: Stack;
  let count = 0;
  before(async () => (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());

  async function house(fields: object = {}) {
    const made = await hookHouse(stack, `p${++count}`, `owner${count}`);
    await made.addPackage('hello', fields);
    const { owner, name, auth } = made;
    const ask = async (verb: string, path: string, body?: unknown, as = auth) => {
      const [first = '', ...rest] = path.split('/');
      return stack.ask(verb, `/api_3/webhook/${[first, owner, name, ...rest].join('/')}`, as, body);
    };
    return { ...made, ask };
  }

  it('show a project’s addresses, which work, and never its key', async () => {
    const { ask, post, deliveries } = await house();
    const set = await ask('PUT', 'settings', { signing_key: 'a-long-enough-key', signed_only: 'false' });
    expect(set.status).to.equal(200);
    const { json, text } = await ask('GET', 'settings');
    expect(json).to.include({ has_signing_key: true, signed_only: false });
    expect(text).to.not.include('a-long-enough-key');
    const addresses = json['addresses'] as Record<string, string>;
    expect(Object.keys(addresses)).to.deep.equal([
      'github',
      'gitlab',
      'bitbucket',
      'gitea',
      'forgejo',
      'pagure',
      'custom',
    ]);
    const [, path = ''] = (addresses['github'] ?? '').split('/webhooks/');
    expect((await post(path, '{}', { 'x-github-event': 'ping' })).status).to.equal(200);
    expect(await deliveries()).to.have.length(1);
  });

  it('are not tested with an address that is longer than any', async () => {
    const { ask } = await house();
    const { status, json } = await ask('POST', 'test', { clone_url: `https://x/${'a/'.repeat(500)}`, branch: 'main' });
    expect([status, json['error']]).to.deep.equal([400, 'The address of a repository has at most 1000 characters.']);
  });

  it('change only what is said of them, and refuse keys that are none', async () => {
    const { ask } = await house();
    await ask('PUT', 'settings', { signing_key: 'a-long-enough-key' });
    expect((await ask('PUT', 'settings', { signed_only: true })).json).to.include({
      has_signing_key: true,
      signed_only: true,
    });
    expect((await ask('PUT', 'settings', { signing_key: '' })).json).to.include({
      has_signing_key: false,
      signed_only: true,
    });
    for (const key of ['short', 'x'.repeat(256), 'with a space', 'žluťoučký']) {
      const { status, json } = await ask('PUT', 'settings', { signing_key: key });
      expect(status, key).to.equal(400);
      expect(json['error']).to.match(/^signing_key: /);
    }
  });

  it('list deliveries newest first, by pages, with what came of each', async () => {
    const { ask, github: send, work } = await house();
    await send({ event: 'ping', payload: github.ping });
    await send({ payload: github.push() });
    await work();
    const all = (await ask('GET', 'deliveries')).json['items'] as Record<string, unknown>[];
    expect(all.map(({ state, event }) => [state, event])).to.deep.equal([
      ['built', 'push to main at 01234567'],
      ['nothing', 'ping: the hook works'],
    ]);
    const { json } = await ask('GET', 'deliveries/?limit=1&offset=1');
    expect((json['items'] as unknown[]).length).to.equal(1);
    expect(json['items']).to.deep.equal(all.slice(1));
  });

  it('show one with what was sent, but to nobody else', async () => {
    const { ask, github: send, deliveries } = await house();
    await send({ payload: github.push(), headers: { 'x-hub-signature': 'sha1=x', authorization: 'Basic eA==' } });
    const [row] = await deliveries();
    const path = `${row?.id ?? 0}`;
    const { json } = await ask('GET', `delivery/${path}`);
    expect(JSON.parse(String(json['payload']))).to.deep.equal(github.push());
    expect(Object.keys(json['headers'] as object)).to.have.members([
      'x-github-event',
      'x-github-delivery',
      'content-type',
      'user-agent',
    ]);
    const stranger = await stack.user(`stranger${count}`);
    expect((await ask('GET', `delivery/${path}`, undefined, stranger)).status).to.equal(403);
    const other = await house();
    expect((await other.ask('GET', `delivery/${path}`)).status, 'by another project').to.equal(404);
    expect((await ask('GET', 'delivery/x')).status).to.equal(404);
  });

  it('work off a delivery once more, but not what was refused', async () => {
    const { ask, github: send, work, deliveries, builds } = await house();
    await send({ payload: github.push() });
    await work();
    const [row] = await deliveries();
    const { status, json } = await ask('POST', `redeliver/${row?.id ?? 0}`);
    expect([status, json['state'], json['repeats']]).to.deep.equal([200, 'waiting', row?.id]);
    await work();
    expect(await builds()).to.have.length(2);
    await ask('PUT', 'settings', { signed_only: true });
    await send({ payload: github.push() });
    const refused = await ask('POST', `redeliver/${(await deliveries()).at(-1)?.id ?? 0}`);
    expect([refused.status, refused.json['error']]).to.deep.equal([
      409,
      'A delivery that was refused cannot be worked off.',
    ]);
  });

  it('tell what they would do without doing it', async () => {
    const { ask, builds } = await house({ subdirectory: 'packaging' });
    const told = async (body: object) => {
      const { json } = await ask('POST', 'test', { clone_url: `${HELLO}.git`, ...body });
      return (json['decisions'] as { why: string }[] | undefined)?.map(({ why }) => why) ?? json['error'];
    };
    expect(await told({ branch: 'main', paths: ['packaging/a'] })).to.deep.equal([
      'would be built: branch main, packaging/a changed',
    ]);
    expect(await told({ branch: 'main', paths: 'README src/a' })).to.deep.equal([
      'subdirectory differs: no changed file is below packaging/',
    ]);
    expect(await told({ tag: 'hello-1.0' })).to.deep.equal(['would be built: tag hello-1.0']);
    expect(await told({ tag: 'v1', package_name: 'hello' })).to.deep.equal([
      'would be built: tag v1, and the hook’s address names the package',
    ]);
    expect(await told({})).to.equal('branch: A branch or a tag is needed.');
    const { json } = await ask('POST', 'test', { clone_url: 'https://example.org/x', branch: 'main' });
    expect(json).to.deep.include({
      decisions: [],
      reason: 'no package of the project comes from https://example.org/x; they come from github.com/octo/hello',
    });
    expect(await builds()).to.deep.equal([]);
    expect((await ask('POST', `redeliver/${String(json['id'])}`)).status).to.equal(409);
  });
});

describe('API v3: what a package is rebuilt for', () => {
  let stack: Stack;
  before(async () => (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());

  it('is said when it is added, changed by what is sent, and obeyed', async () => {
    const house = await hookHouse(stack);
    await house.addPackage('hello', {
      kopr_webhook_branches: 'main rel-*',
      kopr_webhook_paths: ['src/*', 'packaging/*'],
      kopr_webhook_pull_requests: 'own',
    });
    const edit = (body: object) =>
      stack.ask('POST', '/api_3/package/edit/alice/p1/hello/scm', house.auth, { package_name: 'hello', ...body });
    const { json } = await edit({
      kopr_webhook_branches: ['rel-*'],
      kopr_webhook_tags: 'v*',
      kopr_webhook_paths: null,
    });
    expect(json).to.deep.include({
      kopr_webhook_branches: ['rel-*'],
      kopr_webhook_tags: ['v*'],
      kopr_webhook_paths: ['src/*', 'packaging/*'],
      kopr_webhook_pull_requests: 'own',
    });
    await house.github({ payload: github.push() });
    await house.github({ payload: github.push({ ref: 'refs/heads/rel-1' }) });
    await house.github({ event: 'create', payload: github.create({ ref: 'v7' }) });
    await house.github({ event: 'pull_request', payload: github.pullRequest('opened') });
    await house.work();
    expect((await house.deliveries()).map(({ decisions: [one] }) => [one?.build !== null, one?.why])).to.deep.equal([
      [false, 'branch differs: main fits none of rel-*'],
      [true, 'branch rel-1, packaging/hello.spec changed'],
      [true, 'tag v7'],
      [false, 'pull requests from forks are not built'],
    ]);
  });

  it('is refused where it makes no sense', async () => {
    const house = await hookHouse(stack, 'p2', 'bob');
    await house.addPackage('hello');
    const edit = async (body: object) => {
      const whole = { package_name: 'hello', ...body };
      return (await stack.ask('POST', '/api_3/package/edit/bob/p2/hello/scm', house.auth, whole)).json['error'];
    };
    expect(await edit({ kopr_webhook_branches: Array.from({ length: 11 }, (_, n) => `b${n}`) })).to.equal(
      'kopr_webhook_branches: At most 10 patterns are taken.',
    );
    expect(await edit({ kopr_webhook_tags: 'x'.repeat(101) })).to.equal(
      'kopr_webhook_tags: A pattern has at most 100 characters.',
    );
    expect(await edit({ kopr_webhook_pull_requests: 'some' })).to.equal(
      'kopr_webhook_pull_requests: Not a valid choice.',
    );
  });

  it('goes over to a fork, whose packages no push rebuilds', async () => {
    const house = await hookHouse(stack, 'p3', 'carol');
    await house.addPackage('hello', { kopr_webhook_tags: 'v*' });
    await stack.ask('POST', '/api_3/project/fork/carol/p3', house.auth, { name: 'copy', ownername: 'carol' });
    const { json } = await stack.ask('GET', '/api_3/package?ownername=carol&projectname=copy&packagename=hello');
    expect(json).to.deep.include({ auto_rebuild: false, kopr_webhook_tags: ['v*'] });
    const { json: settings } = await stack.ask('GET', '/api_3/webhook/settings/carol/copy', house.auth);
    expect(settings['webhook_secret']).to.not.equal((await house.project()).webhookSecret);
  });
});
