/** Acceptance: a packager who never leaves the browser: source, build, what it was built from, once more, and why a webhook did nothing. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openBrowser, type Browser } from '../kit/browser.js';
import { admin, freshName } from '../kit/client.js';
import { serveGit, type GitRepository, type GitServer } from '../kit/git-server.js';
import { madeBySrpmMakefile } from '../kit/sources.js';
import { srpm } from '../kit/srpm.js';
import { CHROOT, FRONTEND, until } from '../kit/stack.js';

const BUILT_MS = 240_000;

describe('a packager in the browser', function () {
  this.timeout(400_000);
  const [user, project, name] = [freshName('nina'), 'pages', freshName('seen')];
  const here = `${FRONTEND}/coprs/${user}/${project}/`;
  let browser: Browser;
  const closers: (() => PromiseLike<void>)[] = [];
  let page: Page;
  let server: GitServer;
  let repository: GitRepository;

  before(async function () {
    const opened = await openBrowser();
    if (!opened) return this.skip();
    browser = opened;
    ({ page } = browser);
    await admin('user', 'create', user, '--password', 'correct horse', '--email', `${user}@example.org`);
    closers.push(() => browser[Symbol.asyncDispose]());
    server = await serveGit();
    closers.push(() => server.close());
    repository = await server.repository(`${name}.git`, madeBySrpmMakefile(name, '1'));
  });
  after(async () => {
    for (const close of closers) await close();
  });

  const press = (text: string) => page.getByRole('button', { name: text, exact: true }).click();
  const follow = (text: string | RegExp) => page.getByRole('link', { name: text }).first().click();
  /** The page keeps itself fresh: nobody loads it anew. */
  const shows = (text: string) => page.getByText(text).first().waitFor({ timeout: BUILT_MS });
  const isOver = (state: string) =>
    page.locator('[data-fresh=heading]', { hasText: state }).waitFor({ timeout: BUILT_MS });
  const numberHere = () => Number(/build\/(\d+)\//.exec(page.url())?.[1]);

  it('logs in and makes a project', async () => {
    await page.goto(`${FRONTEND}/login/`);
    await page.fill('[name=name]', user);
    await page.fill('[name=password]', 'correct horse');
    await press('Log in');
    await page.goto(`${FRONTEND}/coprs/new/`);
    await page.fill('[name=name]', project);
    await page.getByLabel(CHROOT).check();
    await page.locator('main form [type=submit]').click();
    await page.waitForURL(here);
  });

  it('submits a git repository and sees it become a package, without touching the page', async () => {
    await page.goto(`${here}add_build_scm/`);
    await page.getByLabel('Address of the repository').fill(repository.url);
    await page.getByLabel('How the SRPM is made').selectOption('make_srpm');
    await page.locator('main form [type=submit]').click();
    await page.waitForURL(/\/build\/\d+\/$/);
    await isOver('succeeded');
    await shows('Read the sources');
  });

  it('reads the file, the commit and what that changed, in dist-git', async () => {
    await follow('Read the sources');
    await follow(`${name}.spec`);
    await page.locator('.kopr-lines', { hasText: `Name:` }).waitFor();
    await page.goBack();
    await follow('Log');
    await page.locator('.kopr-history a').first().click();
    await page.locator('.kopr-line--added', { hasText: name }).first().waitFor();
  });

  it('builds the same source once more after the repository went on, and then the newest', async () => {
    await repository.push(madeBySrpmMakefile(name, '2'));
    for (const [choice, version] of [
      ['same', `${name} 1-1`],
      ['newest', `${name} 2-1`],
    ] as const) {
      await page.goto(here);
      await page.locator('.kopr-builds a[href*="/build/"]').last().click();
      await follow('Build again');
      await page.locator(`button[name=source][value=${choice}]`).click();
      await page.waitForURL(/\/build\/\d+\/$/);
      await isOver('succeeded');
      expect(await page.textContent('main'), choice).to.include(version);
    }
  });

  it('has a failed import tried again alone, when what it needs is there', async () => {
    const late = freshName('late');
    await page.goto(`${here}add_build/`);
    await page.fill('[name=urls]', `${server.url}/${late}-1-1.src.rpm`);
    await page.locator('main form [type=submit]').click();
    await page.waitForURL(/\/build\/\d+\/$/);
    const build = numberHere();
    await isOver('failed');
    expect(await page.textContent('main')).to.include('404');
    server.files[`/${late}-1-1.src.rpm`] = await readFile(await srpm({ name: late }));
    await page.getByRole('button', { name: /import/i }).click();
    await isOver('succeeded');
    expect(numberHere()).to.equal(build);
  });

  it('sees why a webhook did nothing, puts it right on the package’s page, and delivers it again', async () => {
    await page.goto(`${here}package/${name}/`);
    const box = page.locator('[name=webhookRebuild]');
    if (await box.isChecked()) await box.uncheck();
    await page.getByLabel('Branches').fill('release-*');
    await press('Save');
    await page.goto(`${here}webhooks/`);
    if ((await page.getByText('/webhooks/github/').count()) === 0) await press('Make a secret');
    const address = /\/webhooks\/github\/[^\s<"]+/.exec((await page.textContent('main')) ?? '')?.[0] ?? '';
    const sent = await fetch(FRONTEND + address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'push',
        'x-github-delivery': randomUUID(),
      },
      body: JSON.stringify({
        ref: 'refs/heads/main',
        after: (await repository.git('rev-parse', 'HEAD')).trim(),
        commits: [{ added: [], modified: [`${name}.txt`], removed: [] }],
        repository: { clone_url: repository.url },
      }),
    });
    expect(sent.status, await sent.text()).to.equal(200);
    const why = (text: string) =>
      until(`the page says: ${text}`, 60_000, async () => {
        await page.goto(`${here}webhooks/`);
        await page.locator('#deliveries a').first().click();
        return (await page.textContent('main'))?.includes(text);
      });
    await why('is off');
    await page.goto(`${here}package/${name}/`);
    await page.locator('[name=webhookRebuild]').check();
    await press('Save');
    await why('is off');
    await press('Redeliver');
    await shows('branch differs');
    await page.goto(`${here}package/${name}/`);
    await page.getByLabel('Branches').fill('');
    await press('Save');
    await page.goto(`${here}webhooks/`);
    await page.locator('#deliveries a').first().click();
    await press('Redeliver');
    await page.locator('main a[href*="/build/"]').first().click();
    await isOver('succeeded');
  });

  it('meets no page that breaks its own rules', () => {
    expect(browser.complaints).to.deep.equal([]);
  });
});
