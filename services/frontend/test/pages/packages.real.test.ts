/** Packages over a real store: shown, built and told when to be built, by those who may. */
import { expect } from 'chai';
import { openPages, projectOf, type PagesOverStore } from './over-store.js';

describe('packages over a real store', () => {
  let pages: PagesOverStore;
  let token: string;
  before(async () => {
    pages = await openPages();
    token = await pages.stack.user('alice');
  });
  after(() => pages.close());

  it('are listed, shown, built from their source, and rebuilt for what their page says', async () => {
    const alice = await pages.loggedIn('alice');
    const project = await projectOf(alice, { name: 'tools' });
    const source = { package_name: 'hello', clone_url: 'https://git.example.org/hello', committish: 'main' };
    const add = await pages.stack.ask('POST', '/api_3/package/add/alice/tools/hello/scm', token, source);
    expect(add.status, add.text).to.equal(200);
    expect((await alice.open(`${project}packages/`)).html).to.include('Git https://git.example.org/hello');
    const here = `${project}package/hello/`;
    expect((await alice.open(here)).html).to.include('Nothing was built of it yet');
    const sent = await alice.send(`${here}build/`, {});
    const to = sent.headers.get('location') ?? '';
    expect(to).to.match(/^\/coprs\/alice\/tools\/build\/\d+\/$/);
    expect((await alice.open(to)).html).to.include('git.example.org/hello');
    expect((await alice.open(here)).html).to.include(to);
    expect((await alice.open(`${project}packages/`)).html).to.include(to);

    const rules = { webhookRebuild: 'yes', branches: 'main\nrelease-*\n', tags: 'v*', paths: '', pullRequests: 'own' };
    await alice.open(here);
    expect((await alice.send(`${here}hooks/`, rules)).headers.get('location')).to.equal(here);
    const query = '?ownername=alice&projectname=tools&packagename=hello';
    expect((await pages.stack.ask('GET', `/api_3/package${query}`)).json).to.deep.include({
      kopr_webhook_branches: ['main', 'release-*'],
      kopr_webhook_tags: ['v*'],
      kopr_webhook_paths: [],
      kopr_webhook_pull_requests: 'own',
    });
    await alice.open(here);
    const bad = await alice.send(`${here}hooks/`, { ...rules, tags: 'x'.repeat(101) });
    expect([bad.status, /id="tags-error".*A pattern has at most 100 characters/s.test(bad.html)]).to.deep.equal([
      400,
      true,
    ]);
    await alice.open(here);
    expect((await alice.send(`${here}hooks/`, { ...rules, pullRequests: 'some' })).status).to.equal(400);
  });

  it('are nobody else’s to build or change', async () => {
    const bob = await pages.loggedIn('bob');
    const here = '/coprs/alice/tools/package/hello/';
    const { html } = await bob.open(here);
    expect(html).to.not.include(`${here}build/`).and.not.include(`${here}hooks/`);
    expect((await bob.send(`${here}build/`, {})).status).to.equal(403);
    await bob.open(here);
    expect((await bob.send(`${here}hooks/`, { webhookRebuild: 'yes' })).status).to.equal(403);
  });
});
