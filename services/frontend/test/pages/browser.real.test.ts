import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@kopr/shared/testkit';
import { expect } from 'chai';
import { chromium, type Page } from 'playwright-core';
import { serveSample } from './sample-site.js';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

describe('pages in a browser', () => {
  let url: string;
  let page: Page;
  const closers: (() => unknown)[] = [];
  const complaints: string[] = [];

  before(async function () {
    // The scripts are small, and the rest of the pages works without them: no reason to make everybody install a browser.
    if (!existsSync(CHROMIUM)) this.skip();
    const site = await serveSample();
    const folder = await mkdtemp(join(tmpdir(), 'kopr-chromium-'));
    const browser = await chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args: FLAGS });
    url = site.url;
    closers.push(
      () => browser.close(),
      site.close,
      () => rm(folder, { recursive: true, force: true }),
    );
    await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
    await browser.addCookies([{ name: 'session', value: 'alice', url }]);
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  });
  after(async () => {
    for (const close of closers) await close();
  });

  it('follow the log of a running build', async () => {
    await page.goto(`${url}/coprs/alice/tools/build/48/`);
    await eventually(async () => (await page.textContent('.kopr-log'))?.includes('make -j2'), { what: 'the log' });
    expect(await page.textContent('[data-log-status]')).to.equal('following');
  });

  it('show only the last attempt’s log when an earlier one was lost', async () => {
    await page.goto(`${url}/coprs/alice/tools/build/46/`);
    const log = () => page.textContent('.kopr-log');
    await eventually(async () => (await page.textContent('[data-log-status]')) === 'the log is complete', {
      what: 'the end of the log',
    });
    expect((await log())?.match(/make -j2/g)).to.have.length(1);
    expect(await log()).not.to.include('the host went down');
  });

  it('give the place of a source’s log, once it is complete, to that of what comes next', async () => {
    await page.goto(`${url}/coprs/alice/tools/build/50/`);
    const log = () => page.getAttribute('.kopr-log', 'data-live-log');
    await eventually(async () => (await page.textContent('[data-log-status]')) === 'following', { what: 'the log' });
    // As if the task had ended, and the build had gone on to its chroots.
    await page.route(/build\/50\/$/, async (route) => {
      const other = await fetch(`${url}/coprs/alice/tools/build/48/`);
      await route.fulfill({ contentType: 'text/html', body: await other.text() });
    });
    await page.waitForResponse(/build\/50\/$/);
    expect(await log(), 'not while it grows').to.match(/\/live\/50$/);
    await page.evaluate(() => document.querySelector('.kopr-log')!.setAttribute('data-complete', ''));
    await eventually(async () => /\/live\/48-fedora/.test((await log()) ?? ''), { what: 'the next log' });
    await page.unroute(/build\/50\/$/);
  });

  it('submit a source by its form, and show beside the field what is wrong with it', async () => {
    await page.goto(`${url}/coprs/alice/tools/add_build/`);
    await page.click('text=Git or Subversion');
    await page.waitForURL(/add_build_scm\/$/);
    await page.getByLabel('Address of the repository').fill('nowhere');
    await page.getByLabel('How the SRPM is made').selectOption('make_srpm');
    await page.click('main form [type=submit]');
    await page.waitForSelector('#clone_url-error');
    expect(await page.inputValue('#srpm_build_method'), 'kept').to.equal('make_srpm');
    await page.getByLabel('Address of the repository').fill('https://example.org/x.git');
    await page.click('main form [type=submit]');
    await page.waitForURL(/\/build\/42\/$/);
    // Browsers complain of an answer that says 400.
    complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes('400')));
  });

  it('retry an import by its button', async () => {
    await page.goto(`${url}/coprs/alice/tools/build/52/`);
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.click('text=Retry the import');
    expect((await sent).url()).to.equal(`${url}/coprs/alice/tools/retry_import/52/`);
    await page.waitForURL(/\/build\/52\/$/);
  });

  it('take in what has changed, but not from under somebody’s fingers', async () => {
    await page.goto(`${url}/coprs/alice/tools/build/48/`);
    await page.evaluate(() => {
      for (const id of ['way-title', 'log-title']) document.getElementById(id)!.textContent = 'stale';
    });
    await page.focus('[data-fresh=way] a');
    const answered = () => page.waitForResponse(/build\/48\/$/);
    await answered();
    expect(await page.textContent('#way-title')).to.equal('stale');
    await page.focus('main');
    await eventually(async () => (await page.textContent('#way-title')) !== 'stale', { what: 'a fresh part' });
    expect(await page.textContent('#log-title'), 'the log is not touched').to.equal('stale');
  });

  it('show the log of a failed build to its end', async () => {
    await page.goto(`${url}/coprs/alice/tools/build/46/`);
    const status = () => page.textContent('[data-log-status]');
    await eventually(async () => (await status()) === 'the log is complete', { what: 'the end of the log' });
  });

  it('copy a command', async () => {
    await page.goto(`${url}/coprs/alice/tools/`);
    await page.click('[data-copy]');
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.match(/^dnf copr enable /);
  });

  it('show every endpoint of the API, and what it takes', async () => {
    await page.goto(`${url}/api_3/docs`);
    await page.click('#operations-Projects-getProjectList');
    await page.waitForSelector('#operations-Projects-getProjectList [data-param-name=ownername]');
    expect(await page.locator('.opblock').count()).to.be.greaterThan(60);
  });

  it('lead the keyboard to the content first', async () => {
    await page.goto(url);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).to.equal('Skip to content');
  });

  it('break no rule of their own content security policy, and throw nothing', () => {
    expect(complaints).to.deep.equal([]);
  });
});
