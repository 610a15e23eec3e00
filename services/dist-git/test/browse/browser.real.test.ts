import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { chromium, type Page } from 'playwright-core';
import { type SampleSite, serveSample } from '../pages/sample-site.js';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

describe('sources in a browser', () => {
  let site: SampleSite;
  let page: Page;
  const closers: (() => unknown)[] = [];
  const complaints: string[] = [];

  before(async function () {
    // The pages work without a browser of ours: no reason to make everybody install one.
    if (!existsSync(CHROMIUM)) this.skip();
    site = await serveSample();
    const folder = await mkdtemp(join(tmpdir(), 'kopr-chromium-'));
    const browser = await chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args: FLAGS });
    closers.push(
      () => browser.close(),
      () => site.close(),
      () => rm(folder, { recursive: true, force: true }),
    );
    await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => complaints.push(`a dialog: ${dialog.message()}`)));
  });
  after(async () => {
    for (const close of closers) await close();
  });
  const follow = (text: string | RegExp) => page.getByRole('link', { name: text }).first().click();

  it('are found from the front door, and read to a line of a file', async () => {
    await page.goto(site.url);
    await page.fill('[name=project]', 'alice/tools');
    await page.click('text=Open');
    await follow('hello');
    await page.getByRole('heading', { level: 1, name: 'hello' }).waitFor();
    await follow('hello.spec');
    await page.click('#L12 a');
    expect(page.url()).to.match(/\/file\/f42\/hello\.spec#L12$/);
    expect(await page.textContent('.kopr-line:target')).to.equal('12Patch0:         hello-quiet.patch\n');
  });

  it('give a file’s text without the numbers of its lines', async () => {
    await page.goto(`${site.url}/browse/alice/odd/odd/file/main/windows.txt`);
    await page.evaluate(() => getSelection()?.selectAllChildren(document.querySelector('.kopr-lines')!));
    expect(await page.evaluate(() => getSelection()?.toString())).to.match(/^one\nthree\n*$/);
  });

  it('show a commit, and what it changed, in colour', async () => {
    await page.goto(`${site.url}/browse/alice/tools/hello/`);
    await follow('Log');
    await page.click('.kopr-history li:nth-child(2) a');
    await page.getByRole('heading', { level: 1, name: 'automatic import of hello' }).waitFor();
    const [added, removed] = await page.evaluate(() =>
      ['added', 'removed'].map((kind) => {
        const line = document.querySelector(`.kopr-line--${kind}`)!;
        return { text: line.textContent, colour: getComputedStyle(line).backgroundColor };
      }),
    );
    expect(added!.text).to.include('+');
    expect(removed!.text).to.include('-');
    expect(new Set([added!.colour, removed!.colour, 'rgba(0, 0, 0, 0)']).size).to.equal(3);
    await follow(/^[0-9a-f]{10}$/);
    await page.getByText('3 files changed').waitFor();
  });

  it('lead from a branch to its files', async () => {
    await page.goto(`${site.url}/browse/alice/tools/hello/`);
    await follow('All branches');
    await follow('epel-9');
    await follow('gating.yaml');
    expect(await page.textContent('.kopr-lines')).to.equal('1decision: none\n');
    await page.goBack();
    expect(page.url()).to.match(/\/tree\/epel-9\/$/);
  });

  it('copy the line that clones', async () => {
    await page.goto(`${site.url}/browse/alice/tools/hello/`);
    await page.click('[data-copy]');
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal(
      'git clone http://localhost:5001/git/alice/tools/hello',
    );
  });

  it('tell those who ask for it how rpkg is used', async () => {
    await page.goto(`${site.url}/browse/alice/tools/hello/`);
    const commands = page.getByLabel('Commands that clone with rpkg');
    expect(await commands.isVisible()).to.equal(false);
    await page.click('text=With rpkg');
    expect(await commands.textContent()).to.match(
      /^curl -u <user> -o ~\/tools\.conf http:\S+\/repo\/pkgs\/alice\/tools\/rpkg\.conf\n/,
    );
  });

  it('run nothing of what strangers wrote', async () => {
    for (const path of [
      '',
      'file/main/README.md',
      'file/main/evil.spec',
      'log/main',
      'tree/main/',
      'raw/main/README.md',
    ])
      await page.goto(`${site.url}/browse/@devel/evil/evil/${path}`);
    for (const commit of site.sources.evil) await page.goto(`${site.url}/browse/@devel/evil/evil/commit/${commit}`);
    expect(await page.getByText('<script>alert(1)</script>').count()).to.be.greaterThan(0);
  });

  it('break no rule of their own content security policy, and throw nothing', () => {
    expect(complaints).to.deep.equal([]);
  });
});
