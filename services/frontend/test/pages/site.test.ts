import { addressesIn, faultsIn } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { pinWords } from '../../src/pages/advice.js';
import { BUILDS, EVIL } from './sample.js';
import { serveSample } from './sample-site.js';
import { type Loaded, visitor } from './visit.js';

const NOBODY = {};
const ALICE = { session: 'alice' };
/** Addresses that the frontend serves, but not its pages. */
const ELSEWHERE = /\/repo\/|^\/api_3\/package\?/;

describe('the site', () => {
  let site: Awaited<ReturnType<typeof serveSample>>;
  before(async () => (site = await serveSample()));
  after(() => site.close());

  /** Every page that can be reached by links, from the home page on. */
  async function crawl(cookies: Record<string, string>): Promise<Map<string, Loaded>> {
    const browser = visitor(site.url, cookies);
    const seen = new Map<string, Loaded>();
    const ahead = ['/'];
    for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
      if (seen.has(path) || ELSEWHERE.test(path)) continue;
      const page = await browser.open(path);
      seen.set(path, page);
      if (page.headers.get('content-type')?.startsWith('text/html') !== true) continue;
      const found = addressesIn(page.html).links.filter((link) => /^\/(?!\/)/.test(link));
      ahead.push(...found.map((link) => link.split('#')[0] ?? link));
    }
    return seen;
  }

  for (const [who, cookies] of [
    ['a stranger', NOBODY],
    ['Alice', ALICE],
  ] as const) {
    it(`has no dead link for ${who}`, async () => {
      const pages = await crawl(cookies);
      const dead = [...pages]
        .filter(([, { status }]) => status !== 200)
        .map(([path, { status }]) => `${path}: ${status}`);
      expect(dead).to.deep.equal([]);
      expect(pages.size).to.be.greaterThan(20);
    });

    it(`has whole, labelled documents without inline scripts for ${who}`, async () => {
      const faults: string[] = [];
      for (const [path, { headers, html }] of await crawl(cookies))
        if (headers.get('content-type')?.startsWith('text/html'))
          faults.push(...faultsIn(html).map((fault) => `${path}: ${fault}`));
      expect(faults).to.deep.equal([]);
    });
  }

  it('has a door for every form', async () => {
    const forms = new Set<string>();
    for (const [, { html }] of await crawl(ALICE)) for (const form of addressesIn(html).forms) forms.add(form);
    const browser = visitor(site.url, ALICE);
    for (const form of forms) expect((await browser.send(form, {}, { csrf: 'forged' })).status, form).to.not.equal(404);
    expect([...forms]).to.include.members(['/logout/', '/coprs/new/', '/api/new/', '/api/revoke/']);
  });

  it('shows what people typed as text, and makes links only of web addresses', async () => {
    const browser = visitor(site.url);
    for (const path of [
      '/',
      '/builds/',
      '/coprs/g/devel/',
      '/coprs/g/devel/evil/',
      '/coprs/g/devel/evil/build/43/',
      `/coprs/?q=${EVIL}`,
    ]) {
      const { html } = await browser.open(path);
      expect(html, path).to.include('&lt;script>').and.not.include(EVIL);
      expect(
        addressesIn(html).links.filter((link) => link.startsWith('javascript:')),
        path,
      ).to.deep.equal([]);
    }
  });

  it('says every state by its word', async () => {
    const { html } = await visitor(site.url).open('/builds/');
    for (const { state } of Object.values(BUILDS)) expect(html).to.include(`__text">${state}<`);
  });

  it('tells what a build is made from, and what its batch waits for', async () => {
    const { html } = await visitor(site.url).open('/coprs/alice/tools/build/42/');
    expect(html)
      .to.include('<dt>Git</dt>')
      .and.include('>https://github.com/example/hello.git<')
      .and.include('>v2.12<')
      .and.include('waits for the batch before it');
    expect((await visitor(site.url).open('/coprs/alice/tools/build/47/')).html).to.not.include('Batch');
  });

  it('tells at which stage a source failed, why, and what may help', async () => {
    const { html } = await visitor(site.url, ALICE).open('/coprs/alice/tools/build/51/');
    expect(html).to.include('The source failed while the SRPM was made.');
    expect(html).to.include('Unable to lookup latest package tag').and.include('The log of the builder');
    expect(html).to.include('Build again: same source (commit 0f1e2d3c)').and.include('Build again: newest source');
    expect(html).to.not.include('Retry the import');
  });

  it('offers what an address led to, once that was imported', () => {
    const fetched = { ...BUILDS.succeeded, fetched: true };
    expect(pinWords(fetched)).to.equal('as it was imported');
    expect([pinWords(BUILDS.succeeded), pinWords({ ...fetched, sources: null })]).to.deep.equal([null, null]);
  });

  it('offers to retry an import only where that may help, and what cannot move only once', async () => {
    const { html } = await visitor(site.url, ALICE).open('/coprs/alice/tools/build/52/');
    expect(html).to.include('Retry the import').and.include('the import alone can be tried again');
    expect(html).to.include('>Build again<').and.not.include('same source');
    const strangers = await visitor(site.url).open('/coprs/alice/tools/build/52/');
    expect(strangers.html).to.include('Input/output error').and.not.include('<button class="pf-v6-c-button pf-m-');
  });

  it('shows logs while they grow: that of the builder, and that of the import', async () => {
    const { links } = addressesIn((await visitor(site.url).open('/coprs/alice/tools/build/50/')).html);
    expect(links).to.include('http://localhost:5002/results/alice/tools/srpm-builds/00000050/builder-live.log');
    const importing = (await visitor(site.url).open('/coprs/alice/tools/build/52/')).html;
    expect(addressesIn(importing).links).to.include('http://localhost:5001/import-logs/1.log');
  });

  it('tells strangers nothing about what only owners may do', async () => {
    const browser = visitor(site.url);
    expect((await browser.open('/coprs/alice/tools/build/48/')).html).to.not.include('Cancel build');
    expect((await browser.open('/coprs/alice/tools/')).html).to.not.include('add_build');
    expect((await browser.open('/coprs/alice/tools/add_build/')).html).to.include('name="password"');
  });

  const logs: [string, string, string | undefined][] = [
    ['the running chroot', '48/', '48-fedora-42-x86_64'],
    ['the chroot that was asked for', '48/?log=minidistro-13-x86_64', '48-minidistro-13-x86_64'],
    ['the failed chroot of a build that is over', '46/', '46-fedora-42-x86_64'],
    ['the source that is made into an SRPM', '50/', '50'],
    ['the source that could not be made', '51/', '51'],
    ['the source when it was asked for', '53/?log=srpm-builds', '53'],
    ['no source that was made but not imported', '52/', undefined],
    ['no chroot when all went well', '47/', undefined],
    ['no chroot that does not exist', '47/?log=nothing', undefined],
  ];
  for (const [title, path, task] of logs) {
    it(`follows the log of ${title}`, async () => {
      const { html } = await visitor(site.url).open(`/coprs/alice/tools/build/${path}`);
      expect(/data-live-log="([^"]*)"/.exec(html)?.[1]).to.equal(task && `${site.url}/live/${task}`);
    });
  }

  it('leads from the number of a build to its page', async () => {
    const browser = visitor(site.url);
    expect((await browser.open('/coprs/build/43')).url).to.equal('/coprs/g/devel/evil/build/43/');
    expect((await browser.open('/coprs/build/999/')).status).to.equal(404);
    expect((await browser.open('/coprs/bob/tools/build/48/')).status, 'of another project').to.equal(404);
  });

  it('keeps style and scripts for ever, compressed, under addresses that change with them', async () => {
    const { html } = await visitor(site.url).open('/');
    const sheet = addressesIn(html).links.find((link) => link.endsWith('kopr.css')) ?? '';
    expect(sheet).to.match(/^\/static\/[0-9a-f]{12}\/kopr\.css$/);
    const answer = await fetch(site.url + sheet, { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).to.equal('br');
    expect(Number(answer.headers.get('content-length')), 'bytes on the wire').to.be.lessThan(40_000);
    expect((await fetch(`${site.url}/static/0123456789ab/../../package.json`)).status).to.equal(404);
  });

  it('tells on every page what rings, in words for people, and of nothing when it is over', async () => {
    const ring = (count: number) => fetch(`${site.url}/sample/alarms/${count}`, { method: 'POST' });
    const browser = visitor(site.url);
    await ring(2);
    for (const path of ['/', '/builds/', '/coprs/alice/tools/build/48/', '/nothing/here/']) {
      const { html } = await browser.open(path);
      expect(html, path).to.include('Imports wait, and go on by themselves').and.include('10 minutes ago');
      expect(html, path).to.include('no answer from &lt;script').and.not.include('1 % free');
      expect(faultsIn(html), path).to.deep.equal([]);
    }
    // The build that is being resolved: somebody looks at it and nothing seems to happen.
    expect((await browser.open('/coprs/alice/tools/build/49/')).html).to.include('dist-git’s disk is full');
    expect((await browser.open('/coprs/alice/tools/build/48/')).html).not.to.include('dist-git’s disk is full');
    await ring(0);
    expect((await browser.open('/coprs/alice/tools/build/49/')).html).not.to.include('dist-git’s disk is full');
    expect((await browser.open('/')).html).to.not.include('kopr-alarm"');
  });

  it('has a page for what is not there', async () => {
    const page = await visitor(site.url).open('/nothing/here/');
    expect(page.status).to.equal(404);
    expect(faultsIn(page.html)).to.deep.equal([]);
  });
});
