/** Webhooks as people use them: set up, sent to, looked at, put right, redelivered; in a browser where there is one. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultsIn } from '@kopr/shared/testkit';
import { readKeyring, unseal } from '@kopr/shared/sealed';
import { expect } from 'chai';
import { chromium, type Page } from 'playwright-core';
import { hookProjectNamed, signingKeyOf } from '../../src/store/hook-settings.js';
import { workDelivery } from '../../src/verbs/work-delivery.js';
import { newsOf } from '../news.js';
import * as github from '../hooks/payloads/github.js';
import { openPages, PASSWORD, projectOf, type PagesOverStore } from './over-store.js';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

describe('webhooks over a real store', () => {
  let pages: PagesOverStore;
  let token: string;
  const closers: (() => unknown)[] = [];
  before(async () => {
    pages = await openPages();
    token = await pages.stack.user('carol', { password: PASSWORD });
  });
  after(async () => {
    for (const close of closers.toReversed()) await close();
    await pages.close();
  });

  /** Alice's project, with a package whose rebuilding was forgotten. */
  async function forgetful(name: string) {
    const alice = await pages.loggedIn('alice');
    const project = await projectOf(alice, { name });
    const { stack } = pages;
    await stack.ask('PUT', `/api_3/project/permissions/request/alice/${name}`, token, { admin: true });
    await stack.deps.db.query("UPDATE project_permissions SET admin = 'approved'");
    const source = { package_name: 'hello', clone_url: 'https://github.com/octo/hello', webhook_rebuild: false };
    await stack.ask('POST', `/api_3/package/add/alice/${name}/hello/scm`, token, source);
    const here = `${project}webhooks/`;
    const { html } = await alice.open(here);
    const address = /http[^<]*\/webhooks\/github\/[^<]*/.exec(html)?.[0] ?? '';
    const send = async (): Promise<void> => {
      const headers = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-github-delivery': 'one' };
      const path = new URL(address).pathname;
      const sent = await fetch(pages.url + path, { method: 'POST', headers, body: JSON.stringify(github.push()) });
      expect(sent.status, await sent.text()).to.equal(200);
      const hooks = await hookProjectNamed(stack.deps.db.manager, 'alice', name);
      await workDelivery(stack.deps, hooks?.projectId ?? 0);
    };
    const putRight = () =>
      stack.ask('POST', `/api_3/package/edit/alice/${name}/hello/scm`, token, {
        package_name: 'hello',
        webhook_rebuild: true,
      });
    return { alice, here, send, putRight };
  }

  it('tell their owner why nothing was built, and build once that is put right', async () => {
    const { alice, here, send, putRight } = await forgetful('forgotten');
    await send();
    const list = await alice.open(here);
    expect(list.html).to.include('nothing to build');
    const path = new RegExp(`${here}\\d+/`).exec(list.html)?.[0] ?? '';
    const delivery = await alice.open(path);
    expect(delivery.html).to.include('Not built: rebuilding by webhooks (webhook_rebuild) is off');
    expect(faultsIn(delivery.html)).to.deep.equal([]);
    await putRight();
    const again = await alice.send(`${path}redeliver/`, {});
    const { html } = await alice.open(again.headers.get('location') ?? '');
    const build = /\/coprs\/alice\/forgotten\/build\/\d+\//.exec(html)?.[0] ?? '';
    const built = await alice.open(build);
    expect(built.html)
      .to.include('GitHub, push to main at 01234567')
      .and.include(again.headers.get('location') ?? '-');
    const bob = await pages.loggedIn('bob');
    expect((await bob.open(build)).html)
      .to.include('GitHub, push to main')
      .and.not.include('webhooks/');
    expect((await bob.open(here)).status, 'not Bob’s').to.equal(404);
    expect((await bob.open(path)).status).to.equal(404);
    expect((await bob.send(`${here}secret/`, {})).status).to.equal(403);
  });

  it('answer a test, and get a new secret and a key', async () => {
    const { alice, here } = await forgetful('tested');
    const asked = await alice.send(`${here}test/`, { repository: 'git@github.com:octo/hello.git', branch: 'main' });
    expect((await alice.open(asked.headers.get('location') ?? '')).html).to.include('webhook_rebuild) is off');
    await alice.open(here);
    const key = /<code>(whsec_[\w+/]{43}=)<\/code>/.exec(
      (await alice.send(`${here}keys/`, { signing: 'new' })).html,
    )?.[1];
    const hooks = () => hookProjectNamed(pages.stack.deps.db.manager, 'alice', 'tested');
    const before = await hooks();
    const { sealingKeys } = pages.stack.deps.config;
    const of = signingKeyOf(before?.projectId ?? 0);
    expect(unseal(readKeyring(sealingKeys), before?.sealedKey ?? '', of)).to.deep.equal({ ok: true, secret: key });
    expect(before).to.include({ signedOnly: false });
    await alice.open(here);
    await alice.send(`${here}secret/`, {});
    expect((await hooks())?.webhookSecret)
      .to.be.a('string')
      .and.not.equal(before?.webhookSecret);
  });

  it('take a token for statuses of commits, show who gave it, and forget it', async () => {
    const { alice, here, putRight, send } = await forgetful('told');
    const form = { forge: 'github', address: '', token: 'github_pat_11ABCDEFG' };
    expect((await alice.send(`${here}status-token/`, form)).status).to.equal(303);
    const { html } = await alice.open(here);
    expect(html).to.include('GitHub at https://github.com is told, by a token that alice gave');
    expect(html).to.include('Nothing was told by it yet.');
    expect(html).to.not.include(form.token).and.not.include('sealed.');
    await putRight();
    await send();
    const build = /\/coprs\/alice\/told\/build\/(\d+)\//.exec((await alice.open(here)).html);
    const [buildPage = '', id = ''] = build ?? [];
    expect((await alice.open(buildPage)).html, 'before the forge has answered').to.not.include('octo/hello at');
    const [row] = await pages.stack.deps.db.query<{ project_id: number }[]>('SELECT project_id FROM status_tokens');
    const refusal = 'github.com answered 401: Bad credentials';
    await newsOf(pages.stack, Number(id)).statusEnded({
      ...{ build: Number(id), projectId: row?.project_id ?? 0, forge: 'github', address: 'https://github.com' },
      ...{ number: 1, refusal, at: new Date().toISOString() },
    });
    expect((await alice.open(buildPage)).html).to.include(`not told to github.com/octo/hello at 01234567: ${refusal}`);
    expect((await alice.open(here)).html).to.match(/Last refused .*: github\.com answered 401: Bad credentials/);
    const bob = await pages.loggedIn('bob');
    expect((await bob.open(buildPage)).html)
      .to.include('not told to github.com/octo/hello at 01234567')
      .and.not.include(refusal);
    await bob.open('/');
    expect((await bob.send(`${here}status-token/`, form)).status, 'not Bob’s').to.equal(404);
    expect((await bob.send(`${here}status-token/remove/`, {})).status).to.equal(403);
    await alice.send(`${here}status-token/remove/`, {});
    expect((await alice.open(here)).html).to.not.include('is told, by a token');
  });

  it('are redelivered with a click, in a browser', async function () {
    // Installing a browser is no reason to keep everybody waiting: what the pages say is tested without one, above.
    if (!existsSync(CHROMIUM)) this.skip();
    const { here, send, putRight } = await forgetful('clicked');
    await send();
    const page = await browserPage();
    await page.goto(`${pages.url}/login/?next=${encodeURIComponent(here.replace('webhooks/', ''))}`);
    await page.fill('[name=name]', 'alice');
    await page.fill('[name=password]', PASSWORD);
    await page.click('main button[type=submit]');
    await page.click('text=Webhooks');
    await page.click('text=push to main at 01234567');
    expect(await page.textContent('main')).to.include('Not built: rebuilding by webhooks (webhook_rebuild) is off');
    await page.click('summary');
    expect(await page.textContent('pre')).to.include('"clone_url": "https://github.com/octo/hello.git"');
    await putRight();
    await page.click('text=Redeliver');
    await page.waitForURL(/webhooks\/\d+\/$/);
    const words = await page.textContent('main');
    expect(words).to.match(/hello\s*Build \d+: branch main, files changed/);
    await page.click('text=/^Build \\d+$/');
    expect(await page.textContent('main')).to.include('GitHub, push to main at 01234567');
  });

  async function browserPage(): Promise<Page> {
    const folder = await mkdtemp(join(tmpdir(), 'kopr-chromium-'));
    const browser = await chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args: FLAGS });
    closers.push(
      () => rm(folder, { recursive: true, force: true }),
      () => browser.close(),
    );
    return browser.newPage();
  }
});
