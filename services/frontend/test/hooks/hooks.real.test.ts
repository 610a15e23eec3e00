import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { editHookSettings, newSigningKey } from '../../src/verbs/edit-hook-settings.js';
import { newWebhookSecret } from '../../src/verbs/new-webhook-secret.js';
import { redeliver } from '../../src/verbs/redeliver.js';
import { newsOf } from '../news.js';
import { openStack, type Stack } from '../stack.js';
import { CHROOT, hookHouse, type HookHouse } from './hook-house.js';
import * as bitbucket from './payloads/bitbucket.js';
import * as gitea from './payloads/gitea.js';
import * as github from './payloads/github.js';
import * as gitlab from './payloads/gitlab.js';
import * as pagure from './payloads/pagure.js';

describe('webhooks', () => {
  let stack: Stack;
  let count = 0;
  before(async () => (stack = await openStack()));
  after(() => stack[Symbol.asyncDispose]());

  /** A project of its own for each test, with the package hello. */
  async function house(fields: object = {}): Promise<HookHouse> {
    const made = await hookHouse(stack, `p${++count}`, `owner${count}`);
    await made.addPackage('hello', fields);
    return made;
  }

  it('build the commit that was pushed, in the name of nobody, behind what people submit', async () => {
    const {
      github: send,
      work,
      builds,
      source,
      deliveries,
    } = await house({ committish: 'main', subdirectory: 'packaging' });
    const { status, text } = await send({ payload: github.push() });
    expect({ status, first: text.split('\n')[0] }).to.deep.equal({ status: 200, first: 'OK' });
    expect(await builds()).to.deep.equal([]);
    await work();
    const [build] = await builds();
    expect(build).to.deep.include({ state: 'pending', submitter: null, is_background: true, chroots: [CHROOT] });
    expect(build?.source_package).to.deep.include({ name: 'hello' });
    expect(await source(build?.id ?? 0)).to.include({
      committish: github.SHA,
      clone_url: 'https://github.com/octo/hello',
      subdirectory: 'packaging',
    });
    const [delivery] = await deliveries();
    expect(delivery).to.deep.include({ state: 'built', event: 'push to main at 01234567', reason: null });
    expect(delivery?.decisions).to.deep.equal([
      { package: 'hello', build: build?.id, why: 'branch main, packaging/hello.spec changed' },
    ]);
    expect(text).to.include(`/webhooks/${delivery?.id}/`);
    const [order] = (await stack.bodies('source.requested')).slice(-1);
    expect(order).to.deep.include({ build: build?.id, submitter: null, background: true });
  });

  it('whose address names what no package can be called are none', async () => {
    const { github: send, deliveries } = await house();
    const { status, text } = await send({ payload: github.push(), package: 'x'.repeat(300) });
    expect([status, text]).to.deep.equal([404, 'PACKAGE_NOT_FOUND\n']);
    expect(await deliveries()).to.deep.equal([]);
  });

  it('write to nobody about their builds, and name whoever caused them only as what they are', async () => {
    const { github: send, work, builds } = await house();
    await send({ payload: github.push() });
    await work();
    const [build] = await builds();
    await newsOf(stack, build?.id ?? 0).importFailed('no SRPM');
    expect((await stack.bodies('build.ended')).at(-1)).to.include({
      build: build?.id,
      user: null,
      sender: 'https://api.github.com/users/mona',
    });
  });

  it('say why nothing was built: package by package, or what the project has instead', async () => {
    const { github: send, work, builds, deliveries, addPackage } = await house({ subdirectory: 'sub' });
    await addPackage('off', { webhook_rebuild: false });
    await addPackage('other', { clone_url: 'https://example.org/other.git' });
    await send({ payload: github.push() });
    await send({ payload: { ...github.push(), repository: { clone_url: 'https://github.com/octo/nowhere.git' } } });
    await send({ payload: github.push(), package: 'missing' });
    await work();
    expect(await builds()).to.deep.equal([]);
    const [differs, nowhere, missing] = await deliveries();
    expect(differs).to.include({ state: 'nothing', reason: null });
    expect(differs?.decisions).to.deep.equal([
      { package: 'hello', build: null, why: 'subdirectory differs: no changed file is below sub/' },
      { package: 'off', build: null, why: 'rebuilding by webhooks (webhook_rebuild) is off' },
    ]);
    expect(nowhere).to.deep.include({
      state: 'nothing',
      decisions: [],
      reason:
        'no package of the project comes from https://github.com/octo/nowhere.git; they come from example.org/other, github.com/octo/hello',
    });
    expect(missing?.reason).to.equal('the hook’s address names the package missing, which the project does not have');
  });

  it('build nothing where no chroot is active, and say so', async () => {
    const { github: send, work, deliveries, projectId } = await house();
    await stack.deps.db.query('UPDATE project_chroots SET enabled = 0 WHERE project_id = ?', [projectId]);
    await send({ payload: github.push() });
    await work();
    const [delivery] = await deliveries();
    expect(delivery?.decisions).to.deep.equal([
      { package: 'hello', build: null, why: 'the project has no active chroots' },
    ]);
  });

  it('leave out chroots of the package’s deny list', async () => {
    const { github: send, work, builds, addPackage, auth, owner, name } = await house();
    await stack.ask('PUT', `/api_3/project/edit/${owner}/${name}`, auth, { chroots: [CHROOT, 'epel-9-x86_64'] });
    await addPackage('picky', { chroot_denylist: 'epel-*' });
    await send({ payload: github.push() });
    await work();
    const chroots = new Map((await builds()).map((build) => [build.source_package.name, build.chroots]));
    expect(chroots.get('picky')).to.deep.equal([CHROOT]);
    expect(chroots.get('hello')).to.have.members([CHROOT, 'epel-9-x86_64']);
  });

  const others: [string, string, unknown, Record<string, string>, string, string][] = [
    ['gitlab', 'GitLab', gitlab.push(), {}, 'https://gitlab.com/octo/hello', gitlab.SHA],
    [
      'bitbucket',
      'Bitbucket',
      bitbucket.push(bitbucket.branch('main')),
      { 'x-event-key': 'repo:push' },
      'https://bitbucket.org/octo/hello.git',
      bitbucket.SHA,
    ],
    ['gitea', 'Gitea', gitea.push(), { 'x-gitea-event': 'push' }, 'https://codeberg.org/octo/hello', gitea.SHA],
    [
      'forgejo',
      'Forgejo',
      gitea.push(),
      { 'x-forgejo-event': 'push' },
      'https://Codeberg.org:443/Octo/hello.git/',
      gitea.SHA,
    ],
    [
      'pagure',
      'Pagure',
      pagure.receive(),
      { 'x-pagure-topic': 'git.receive' },
      'https://pagure.io/hello.git',
      pagure.SHA,
    ],
  ];
  for (const [forge, name, payload, headers, url, commit] of others) {
    it(`of ${name} build, with or without a slash at the end, however the address is spelt`, async () => {
      const { post, projectId, project, work, builds, source } = await house({ clone_url: url });
      const secret = (await project()).webhookSecret ?? '';
      const answers = [
        await post(`${forge}/${projectId}/${secret}/`, JSON.stringify(payload), headers),
        await post(
          `${forge}/${projectId}/${secret}`,
          new URLSearchParams({ payload: JSON.stringify(payload) }),
          headers,
        ),
      ];
      expect(answers.map(({ status, text }) => [status, text.split('\n')[0]])).to.deep.equal([
        [200, 'OK'],
        [200, 'OK'],
      ]);
      await work();
      const all = await builds();
      // Pagure's is the same event twice, as its payload says.
      expect(all).to.have.length(forge === 'pagure' ? 1 : 2);
      expect(await source(all[0]?.id ?? 0)).to.include({ committish: commit });
    });
  }

  for (const door of ['gitea', 'forgejo', 'github', 'custom']) {
    it(`of a Gitea without a secret are taken at /webhooks/${door}, unless a signature is demanded`, async () => {
      const { post, projectId, project, work, builds } = await house({ clone_url: 'https://codeberg.org/octo/hello' });
      const secret = (await project()).webhookSecret ?? '';
      const send = (delivery: string) =>
        post(`${door}/${projectId}/${secret}/hello/`, JSON.stringify(gitea.push()), gitea.headersOf('push', delivery));
      expect((await send('one')).status).to.equal(200);
      await work();
      expect(await builds()).to.have.length(1);
      await editHookSettings(stack.deps, projectId, { signedOnly: true });
      const refused = await send('two');
      expect(refused.status).to.equal(403);
      expect(refused.text).to.include('the project demands a signature');
    });
  }

  it('refuse what knows no secret before they read it, and keep none of it', async () => {
    const { github: send, deliveries, post, projectId } = await house();
    expect(await send({ payload: github.push(), secret: 'zz' })).to.deep.equal({ status: 403, text: 'BAD_UUID\n' });
    expect(await post('github/99999/zz/', '{}', {})).to.deep.equal({ status: 404, text: 'PROJECT_NOT_FOUND\n' });
    expect((await post(`sourceforge/${projectId}/zz/`, '{}', {})).status).to.equal(404);
    expect((await post('github/%zz/zz/', '{}', {})).status).to.equal(400);
    expect(await deliveries()).to.deep.equal([]);
  });

  it('take no old secret once there is a new one', async () => {
    const { github: send, project, projectId } = await house();
    const { webhookSecret: old } = await project();
    await newWebhookSecret(stack.deps, projectId);
    expect((await send({ payload: github.push(), secret: old ?? '' })).status).to.equal(403);
    expect((await send({ payload: github.push() })).status).to.equal(200);
  });

  it('refuse a wrong signature, and show it to the owner', async () => {
    const { github: send, deliveries, project, projectId, work, builds } = await house();
    const { webhookSecret } = await project();
    expect((await send({ payload: github.push(), key: webhookSecret ?? '' })).status, 'the secret is the key').to.equal(
      200,
    );
    await editHookSettings(stack.deps, projectId, { signingKey: 'the-signing-key', signedOnly: true });
    expect((await send({ payload: github.push(), key: 'the-signing-key' })).status).to.equal(200);
    const wrong = await send({ payload: github.push(), key: 'another' });
    expect(wrong.status).to.equal(403);
    expect(wrong.text).to.include('not made with the project’s key');
    expect((await send({ payload: github.push() })).status, 'none, though demanded').to.equal(403);
    await work();
    expect((await deliveries()).map(({ state }) => state)).to.deep.equal(['built', 'built', 'refused', 'refused']);
    expect(await builds()).to.have.length(2);
  });

  it('of GitLab may be signed by the standard, each time anew, and are the same event all the same', async () => {
    const { post, projectId, project, deliveries, work } = await house({ clone_url: 'https://gitlab.com/octo/hello' });
    const key = newSigningKey();
    await editHookSettings(stack.deps, projectId, { signingKey: key, signedOnly: true });
    const { webhookSecret } = await project();
    const body = JSON.stringify(gitlab.push());
    const send = (ageS: number, more: Record<string, string> = {}) => {
      const [id, time] = ['5c2e', String(Math.floor(Date.now() / 1000) - ageS)];
      const made = createHmac('sha256', Buffer.from(key.slice('whsec_'.length), 'base64'));
      const signature = `v1,${made.update(`${id}.${time}.${body}`).digest('base64')}`;
      const standard = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
      const headers = { 'x-gitlab-event': 'Push Hook', 'idempotency-key': id, ...standard, ...more };
      return post(`gitlab/${projectId}/${webhookSecret ?? ''}/`, body, headers);
    };
    expect((await send(0)).status).to.equal(200);
    expect((await send(400)).text).to.include('the signature is of another time');
    expect((await send(0, { 'webhook-id': 'other' })).status).to.equal(403);
    expect((await send(2)).status).to.equal(200);
    await work();
    expect((await deliveries()).map(({ state }) => state)).to.deep.equal(['built', 'refused', 'refused', 'repeated']);
  });

  it('answer what cannot be read with 400 and the reason', async () => {
    const { github: send, post, projectId, project, deliveries } = await house();
    const secret = (await project()).webhookSecret ?? '';
    const { status, text } = await send({ payload: {} });
    expect(status).to.equal(400);
    expect(text).to.match(/^Bad Request\nthe payload\.repository cannot be used/);
    expect((await post(`gitlab/${projectId}/${secret}/`, '{"a":', {})).status).to.equal(400);
    expect((await post(`github/${projectId}/${secret}/`, JSON.stringify(github.push()), {})).text).to.include(
      'X-GitHub-Event is missing',
    );
    expect((await deliveries()).map(({ state }) => state)).to.deep.equal(['refused', 'refused', 'refused']);
  });

  it('take no more than they are set to, and nothing compressed; that it came is kept', async () => {
    const { post, projectId, project, deliveries } = await house();
    const secret = (await project()).webhookSecret ?? '';
    const big = 'x'.repeat(stack.deps.config.maxHookBytes + 1);
    expect((await post(`github/${projectId}/${secret}/`, big, {})).status).to.equal(413);
    expect((await post(`github/${projectId}/${secret}/`, 'x', { 'content-encoding': 'gzip' })).status).to.equal(415);
    const scripts = await post(`custom/${projectId}/${secret}/hello/`, 'x', { 'content-encoding': 'gzip' });
    expect(scripts.status).to.equal(415);
    const rows = await deliveries();
    expect(rows.map(({ forge, state, bytes, reason }) => [forge, state, bytes, reason])).to.deep.equal([
      ['github', 'refused', 0, 'it was too large: at most 26214400 bytes are taken'],
      ['github', 'refused', 0, 'it was compressed, which is not taken'],
      ['custom', 'refused', 0, 'it was compressed, which is not taken'],
    ]);
    const got = await fetch(`${stack.url}/webhooks/github/${projectId}/${secret}/`);
    expect([got.status, got.headers.get('allow')]).to.deep.equal([405, 'POST']);
  });

  it('need no work for a ping, and keep it', async () => {
    const { github: send, deliveries } = await house();
    expect((await send({ event: 'ping', payload: github.ping })).status).to.equal(200);
    const [ping] = await deliveries();
    expect(ping).to.include({ state: 'nothing', event: 'ping: the hook works', dueAt: null });
  });

  it('build an event once, however often the forge sends it', async () => {
    const { github: send, work, builds, deliveries, addPackage } = await house({ committish: 'main' });
    const headers = { 'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958' };
    for (let n = 0; n < 3; n++) await send({ payload: github.push(), headers });
    await work();
    await send({ payload: github.push(), headers });
    await work();
    expect(await builds()).to.have.length(1);
    const [first, ...again] = await deliveries();
    for (const one of again)
      expect(one).to.deep.include({ state: 'repeated', repeats: first?.id, decisions: first?.decisions });
    // The same event at the address of a package is another hook's.
    await addPackage('world', { clone_url: 'https://example.org/world' });
    await send({ payload: github.push(), headers, package: 'hello' });
    await work();
    expect(await builds()).to.have.length(2);
  });

  it('build what was sent in vain once it is sent again, after its owner has put things right', async () => {
    const { github: send, work, builds, deliveries, auth, owner, name } = await house({ webhook_rebuild: false });
    const headers = { 'x-github-delivery': 'same' };
    await send({ payload: github.push(), headers });
    await work();
    expect(await builds()).to.have.length(0);
    await stack.ask('POST', `/api_3/package/edit/${owner}/${name}/hello/scm`, auth, {
      package_name: 'hello',
      webhook_rebuild: true,
    });
    await send({ payload: github.push(), headers });
    await work();
    expect(await builds()).to.have.length(1);
    expect((await deliveries()).map(({ state }) => state)).to.deep.equal(['nothing', 'built']);
  });

  it('work off a delivery once more when its owner says so, also when it built', async () => {
    const { github: send, work, builds, deliveries } = await house();
    await send({ payload: github.push() });
    await work();
    const [first] = await deliveries();
    if (!first) throw new Error('there is no delivery');
    const again = await redeliver(stack.deps, first);
    await work();
    expect(await builds()).to.have.length(2);
    expect((await deliveries())[1]).to.deep.include({
      id: again,
      state: 'built',
      repeats: first.id,
      bytes: first.bytes,
    });
  });

  it('do not work off what was refused, however much somebody wants it', async () => {
    const { github: send, deliveries, projectId } = await house();
    await editHookSettings(stack.deps, projectId, { signedOnly: true });
    await send({ payload: github.push() });
    const [refused] = await deliveries();
    if (!refused) throw new Error('there is no delivery');
    const error = await redeliver(stack.deps, refused).catch((thrown: unknown) => thrown);
    expect(String(error)).to.include('was refused');
  });

  it('find a package again by its new address', async () => {
    const { github: send, work, builds, auth, owner, name } = await house({ clone_url: 'https://example.org/old' });
    await send({ payload: github.push() });
    await work();
    expect(await builds()).to.have.length(0);
    const clone_url = 'git://github.com/octo/hello.git/';
    await stack.ask('POST', `/api_3/package/edit/${owner}/${name}/hello/scm`, auth, {
      package_name: 'hello',
      clone_url,
    });
    await send({ payload: github.push() });
    await work();
    expect(await builds()).to.have.length(1);
  });

  it('say nothing of a project that is deleted', async () => {
    const { github: send, work, auth, owner, name, deliveries } = await house();
    await send({ payload: github.push() });
    await stack.ask('DELETE', `/api_3/project/delete/${owner}/${name}`, auth);
    await work();
    expect((await deliveries())[0]).to.include({ state: 'nothing', reason: 'the project was deleted' });
    expect((await send({ payload: github.push(), secret: 'x' }).catch(() => ({ status: 0 }))).status).to.be.oneOf([
      0, 404,
    ]);
  });
});
