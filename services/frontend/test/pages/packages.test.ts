import { addressesIn, faultsIn } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { EVIL } from './sample.js';
import { serveSample, type Deed } from './sample-site.js';
import { visitor } from './visit.js';

const ALL = '/coprs/alice/tools/packages/';
const HELLO = '/coprs/alice/tools/package/hello/';

describe('the pages of packages', () => {
  let url: string;
  let deeds: Deed[];
  let close: () => void;
  before(async () => void ({ url, deeds, close } = await serveSample()));
  after(() => close());
  beforeEach(() => deeds.splice(0));

  const alice = () => visitor(url, { session: 'alice' });

  it('are reached from the project’s page, and lead to each package and its builds', async () => {
    expect(addressesIn((await visitor(url).open('/coprs/alice/tools/')).html).links).to.include(ALL);
    const { html } = await visitor(url).open(ALL);
    expect(addressesIn(html).links).to.include.members([HELLO, '/coprs/alice/tools/build/48/']);
    expect(html).to.include('Git https://github.com/alice/hello').and.include('no source of its own');
    expect(faultsIn(html)).to.deep.equal([]);
    expect((await visitor(url).open('/coprs/bob/nothing/packages/')).html).to.include('comes with its first build');
  });

  it('show a package to everybody, and its buttons to those who may', async () => {
    const open = await visitor(url).open(HELLO);
    expect(open.html).to.include('packaging').and.include('/build/48/');
    expect(addressesIn(open.html).forms.filter((form) => form.startsWith(HELLO))).to.deep.equal([]);
    expect(faultsIn(open.html)).to.deep.equal([]);
    const own = await alice().open(HELLO);
    expect(addressesIn(own.html).forms).to.include.members([`${HELLO}build/`, `${HELLO}hooks/`]);
    expect(faultsIn(own.html)).to.deep.equal([]);
    expect((await alice().open('/coprs/alice/tools/package/none/')).status).to.equal(404);
  });

  it('say how to work on its sources', async () => {
    const { html } = await visitor(url).open(HELLO);
    expect(html).to.include('git clone http://localhost:5001/git/alice/tools/hello<');
    expect(addressesIn(html).links).to.include.members([
      'http://localhost:5001/browse/alice/tools/hello/',
      'http://localhost:5001/repo/pkgs/alice/tools/rpkg.conf',
      '/api/',
    ]);
    const { html: world } = await visitor(url).open('/coprs/alice/tools/package/world/');
    expect(world).to.include('/git/alice/tools/world<').and.not.include('/browse/alice/tools/world/');
  });

  it('offer no build of a package that has no source', async () => {
    const { html } = await alice().open('/coprs/alice/tools/package/world/');
    expect(html).to.include('each build says where its source comes from');
    expect(addressesIn(html).forms).not.to.include('/coprs/alice/tools/package/world/build/');
  });

  it('build it, and go to the build', async () => {
    const browser = alice();
    await browser.open(HELLO);
    const sent = await browser.send(`${HELLO}build/`, {});
    expect(sent.headers.get('location')).to.equal('/coprs/alice/tools/build/1/');
    expect(deeds.map(({ what, args }) => [what, args[2]])).to.deep.equal([['buildPackage', 'hello']]);
  });

  it('take what rebuilds it, and give back what cannot be taken, with the reason', async () => {
    const browser = alice();
    const before = (await browser.open(HELLO)).html;
    expect(before).to.match(/<textarea[^>]*name="branches"[^>]*>release-\*</);
    const typed = { webhookRebuild: 'yes', branches: 'main\nnext', tags: '', paths: 'rpm/*', pullRequests: 'own' };
    const sent = await browser.send(`${HELLO}hooks/`, typed);
    expect(sent.headers.get('location')).to.equal(HELLO);
    expect(deeds[0]?.args[3]).to.deep.equal({ ...typed, webhookRebuild: true });
    await browser.open(HELLO);
    const bad = await browser.send(`${HELLO}hooks/`, { ...typed, branches: 'too long' });
    expect(bad.status).to.equal(400);
    expect(bad.html).to.match(/id="branches-error".*A pattern has at most 100 characters/s);
    expect(bad.html).to.match(/name="branches"[^>]*>too long</);
  });

  it('show what strangers wrote as text', async () => {
    for (const path of [ALL, '/coprs/alice/tools/package/evil/']) {
      const { html } = await alice().open(path);
      expect(html, path).to.include('&lt;script>').and.not.include(EVIL);
      expect(faultsIn(html), path).to.deep.equal([]);
    }
  });
});
