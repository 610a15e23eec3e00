/** Secrets of packages by their pages, over a real store. */
import { expect } from 'chai';
import { newDeployKey } from '../../src/verbs/new-deploy-key.js';
import { openPages, projectOf, type PagesOverStore } from './over-store.js';

const SSH = 'git@git.example.org:alice/hello.git';

describe('secrets of packages over a real store', () => {
  let pages: PagesOverStore;
  before(async () => (pages = await openPages()));
  after(() => pages.close());

  it('are made and set by those who may edit the package, and go with its address', async () => {
    const token = await pages.stack.user('alice');
    const alice = await pages.loggedIn('alice');
    const project = await projectOf(alice, { name: 'tools' });
    const here = `${project}package/hello/`;
    const edit = (clone_url: string, verb = 'add') =>
      pages.stack.ask('POST', `/api_3/package/${verb}/alice/tools/hello/scm`, token, {
        package_name: 'hello',
        clone_url,
      });
    expect((await edit(SSH)).status).to.equal(200);
    const send = async (path: string, fields: Record<string, string>) => {
      await alice.open(here);
      return alice.send(`${here}${path}`, fields);
    };
    const keyless = await send('build/', {});
    expect([keyless.status, keyless.html.includes('give the package a key first')]).to.deep.equal([400, true]);
    expect((await send('secret/make/', {})).headers.get('location')).to.equal(`${here}#secret`);
    expect((await alice.open(here)).html).to.match(/ssh-ed25519 \S+ kopr hello/);
    const { key, public: told } = newDeployKey('own');
    const wrong = await send('secret/', { key: key.slice(0, 90), known_hosts: '' });
    expect([wrong.status, /id="key-error"/.test(wrong.html)]).to.deep.equal([400, true]);
    const set = await send('secret/', { key, known_hosts: 'git.example.org ssh-ed25519 AAAA' });
    expect(set.status, set.html).to.equal(303);
    const { html } = await alice.open(here);
    expect(html)
      .to.include(told.fingerprint)
      .and.not.include(key.split('\n')[2] ?? '');
    expect((await send('build/', {})).status).to.equal(303);
    await edit(`${SSH}x`, 'edit');
    expect((await alice.open(here)).html)
      .to.include('needs a deploy key')
      .and.not.include(told.fingerprint);
  });

  it('are nobody else’s to see or set', async () => {
    const bob = await pages.loggedIn('bob');
    const here = '/coprs/alice/tools/package/hello/';
    expect((await bob.open(here)).html).not.to.include('Private repository');
    for (const path of ['secret/', 'secret/make/', 'secret/remove/']) {
      await bob.open(here);
      expect((await bob.send(`${here}${path}`, { key: 'x' })).status, path).to.equal(403);
    }
  });
});
