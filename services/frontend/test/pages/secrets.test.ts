import { addressesIn, faultsIn } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { serveSample, type Deed } from './sample-site.js';
import { visitor } from './visit.js';

const HELLO = '/coprs/alice/tools/package/hello/';
const CLOSED = '/coprs/alice/tools/package/closed/';

describe('the secret on a package’s page', () => {
  let url: string;
  let deeds: Deed[];
  let close: () => void;
  before(async () => void ({ url, deeds, close } = await serveSample()));
  after(() => close());
  beforeEach(() => deeds.splice(0));

  const alice = () => visitor(url, { session: 'alice' });

  it('is told of to those who may edit the package, with what the forge must know of a key', async () => {
    const { html } = await alice().open(CLOSED);
    expect(html).to.include('ssh-ed25519 AAAA').and.include('SHA256:').and.include('set by alice');
    expect(addressesIn(html).forms).to.include.members([
      `${CLOSED}secret/`,
      `${CLOSED}secret/make/`,
      `${CLOSED}secret/remove/`,
    ]);
    expect(faultsIn(html)).to.deep.equal([]);
    const stranger = await visitor(url).open(CLOSED);
    expect(stranger.html).not.to.include('Private repository').and.not.include('SHA256:');
  });

  it('may be a token where the address is one of HTTPS, and none where there is no address', async () => {
    const { html } = await alice().open(HELLO);
    expect(html)
      .to.match(/<input[^>]*name="token"[^>]*type="password"/)
      .and.not.include('Make a key here');
    expect(faultsIn(html)).to.deep.equal([]);
    expect((await alice().open('/coprs/alice/tools/package/world/')).html).not.to.include('Private repository');
  });

  it('is set, made and removed, and the page comes back', async () => {
    const browser = alice();
    await browser.open(HELLO);
    const sent = await browser.send(`${HELLO}secret/`, { user: 'kopr', token: 'a-token-of-the-forge' });
    expect(sent.headers.get('location')).to.equal(`${HELLO}#secret`);
    await browser.open(CLOSED);
    await browser.send(`${CLOSED}secret/make/`, {});
    await browser.open(CLOSED);
    await browser.send(`${CLOSED}secret/remove/`, {});
    expect(deeds.map(({ what, args }) => [what, args[2], args[3]])).to.deep.equal([
      ['setSecret', 'hello', { kind: 'token', key: '', knownHosts: '', user: 'kopr', token: 'a-token-of-the-forge' }],
      ['makeKey', 'closed', undefined],
      ['removeSecret', 'closed', undefined],
    ]);
  });

  it('that cannot be taken is told with the reason, and not given back', async () => {
    const browser = alice();
    await browser.open(HELLO);
    const bad = await browser.send(`${HELLO}secret/`, { user: 'kopr', token: 'short' });
    expect(bad.status).to.equal(400);
    expect(bad.html)
      .to.match(/id="token-error".*A token has 8 to 2000 characters/s)
      .and.not.include('short');
    expect(faultsIn(bad.html)).to.deep.equal([]);
  });
});
