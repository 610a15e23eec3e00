import { addressesIn, faultsIn } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { EVIL } from './sample.js';
import { serveSample, type Deed } from './sample-site.js';
import { visitor } from './visit.js';

const HERE = '/coprs/alice/tools/webhooks/';

describe('the pages of webhooks', () => {
  let url: string;
  let deeds: Deed[];
  let close: () => void;
  before(async () => void ({ url, deeds, close } = await serveSample()));
  after(() => close());
  beforeEach(() => deeds.splice(0));

  const alice = () => visitor(url, { session: 'alice' });

  it('are reached from the project’s page, and only by those who may edit it', async () => {
    expect(addressesIn((await alice().open('/coprs/alice/tools/')).html).links).to.include(HERE);
    expect((await visitor(url).open('/coprs/alice/tools/')).html).to.not.include('webhooks');
    expect((await visitor(url).open(HERE)).html, 'strangers log in first').to.include('name="password"');
  });

  it('show the address for every forge, and what to do there', async () => {
    const { html } = await alice().open(HERE);
    for (const forge of ['github', 'gitlab', 'bitbucket', 'gitea', 'forgejo', 'pagure', 'custom'])
      expect(html).to.include(`/webhooks/${forge}/1/`);
    expect(html).to.include('Branch or tag creation').and.include('private web-hook key');
    expect(faultsIn(html)).to.deep.equal([]);
  });

  it('say what became of each delivery, in a word and a colour', async () => {
    const { html } = await alice().open(HERE);
    for (const word of ['waiting', 'built', 'nothing to build', 'refused', 'came before', 'failed'])
      expect(html).to.include(`__text">${word}<`);
  });

  it('say of one delivery what became of each package, and why', async () => {
    const built = (await alice().open(`${HERE}8/`)).html;
    expect(built).to.include('/build/48/').and.include('branch main, packaging/hello.spec changed');
    expect(built).to.include('Not built: subdirectory differs: no changed file is below world/');
    expect(built).to.include('&quot;ref&quot;: &quot;refs/heads/main&quot;').and.include('x-github-delivery');
    expect((await alice().open(`${HERE}7/`)).html).to.include(`href="${HERE}8/"`);
    expect((await alice().open(`${HERE}1/`)).html).to.include('nothing to build at this event');
    expect((await alice().open(`${HERE}99/`)).status).to.equal(404);
    expect((await alice().open(`${HERE}secret/`)).status).to.equal(404);
  });

  it('show what was sent as text, whatever it wants to be', async () => {
    for (const path of [HERE, `${HERE}3/`, `${HERE}6/`]) {
      const { html } = await alice().open(path);
      expect(html, path).to.include('&lt;script>').and.not.include(EVIL);
      expect(faultsIn(html), path).to.deep.equal([]);
    }
  });

  it('keep the page of a delivery fresh that waits, with scripts and without', async () => {
    const [waiting, over] = [await alice().open(`${HERE}9/`), await alice().open(`${HERE}8/`)];
    expect(waiting.html)
      .to.match(/\/build\.js"/)
      .and.include('http-equiv="refresh"');
    expect(waiting.html).to.include('data-fresh="outcome"').and.not.include('data-over');
    expect(over.html).to.include('data-over').and.not.include('build.js');
  });

  it('offer to redeliver what is genuine, and go to the new delivery', async () => {
    const browser = alice();
    for (const [id, may] of [
      [8, true],
      [6, true],
      [5, false],
      [9, false],
      [2, false],
    ] as const) {
      const { html } = await browser.open(`${HERE}${id}/`);
      expect(addressesIn(html).forms.includes(`${HERE}${id}/redeliver/`), String(id)).to.equal(may);
    }
    await browser.open(`${HERE}6/`);
    const sent = await browser.send(`${HERE}6/redeliver/`, {});
    expect(sent.headers.get('location')).to.equal(`${HERE}9/`);
    expect(deeds).to.deep.include({
      what: 'redeliver',
      args: [deeds[0]?.args[0], { owner: 'alice', name: 'tools' }, 6],
    });
  });

  it('show a key that was made once, and never one that was set', async () => {
    const browser = alice();
    await browser.open(HERE);
    const made = await browser.send(`${HERE}keys/`, { signing: 'new', signedOnly: 'yes' });
    expect(made.html).to.include('made-just-now').and.include('shown only now');
    expect(made.headers.get('cache-control')).to.equal('no-store');
    await browser.open(HERE);
    const set = await browser.send(`${HERE}keys/`, { signing: 'own', key: 'long-enough' });
    expect(set.headers.get('location')).to.equal(HERE);
    expect(deeds.map(({ args }) => args[2])).to.deep.equal([
      { signing: 'new', key: '', signedOnly: true },
      { signing: 'own', key: 'long-enough', signedOnly: false },
    ]);
    await browser.open(HERE);
    const bad = await browser.send(`${HERE}keys/`, { signing: 'own', key: 'short' });
    expect(bad.status).to.equal(400);
    expect(bad.html).to.include('A key has 8 to 255 characters.').and.not.include('value="short"');
  });

  it('keep what was typed into a test that cannot be made', async () => {
    const browser = alice();
    await browser.open(HERE);
    const bad = await browser.send(`${HERE}test/`, { repository: '', branch: 'next', paths: 'a\nb' });
    expect(bad.status).to.equal(400);
    expect(bad.html).to.include('The address of a repository is needed.').and.include('value="next"');
    await browser.open(HERE);
    const good = await browser.send(`${HERE}test/`, { repository: 'https://x.org/y', branch: 'next' });
    expect(good.headers.get('location')).to.equal(`${HERE}2/`);
  });

  it('say whether the forge is told how builds stand, and take a token that they never show', async () => {
    const browser = alice();
    const { html } = await browser.open(HERE);
    expect(html).to.match(/GitHub at https:\/\/github\.com is told, by a token that alice gave/);
    expect(html).to.match(/Last refused .*: github\.com answered 401: Bad credentials/);
    const set = await browser.send(`${HERE}status-token/`, {
      ...{ forge: 'gitea', address: 'https://codeberg.org', token: 'a-secret-token' },
    });
    expect(set.headers.get('location')).to.equal(`${HERE}#statuses`);
    await browser.open(HERE);
    const gone = await browser.send(`${HERE}status-token/remove/`, {});
    expect(gone.headers.get('location')).to.equal(`${HERE}#statuses`);
    expect(deeds.map(({ what, args }) => [what, args[2]])).to.deep.equal([
      ['keepStatusToken', { forge: 'gitea', address: 'https://codeberg.org', token: 'a-secret-token' }],
      ['removeStatusToken', undefined],
    ]);
    await browser.open(HERE);
    const bad = await browser.send(`${HERE}status-token/`, {
      forge: 'gitlab',
      address: 'https://x.org',
      token: 'short',
    });
    expect(bad.status).to.equal(400);
    expect(bad.html)
      .to.include('A token has 8 to 1000 characters.')
      .and.include('value="https://x.org"')
      .and.not.include('value="short"');
    expect(faultsIn(bad.html)).to.deep.equal([]);
  });

  it('take no form of another site', async () => {
    const browser = alice();
    await browser.open(HERE);
    for (const form of ['secret/', 'keys/', 'test/', 'status-token/', 'status-token/remove/', '8/redeliver/'])
      expect((await browser.send(HERE + form, {}, { csrf: 'forged' })).status, form).to.equal(403);
    expect(deeds).to.deep.equal([]);
  });
});
