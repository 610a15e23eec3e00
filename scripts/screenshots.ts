/**
 * Pictures of every page into screenshots/, light and dark, wide and phone, by Debian's Chromium.
 * With KOPR_SCREENSHOTS_URL: of that running frontend; without it: of made-up services that have every state.
 * Any arguments are parts of the names of the pages that are wanted.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'screenshots');
const CHROMIUM = '/usr/bin/chromium';
/** Without these it looks for its maker's hosts, and waits. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly loggedIn?: boolean;
  /** So many alarms of the made-up Kopr ring. */
  readonly alarms?: number;
  /** What is typed into the page's form before it is sent. */
  readonly send?: Readonly<Record<string, string>>;
  /** A link to be followed from there: some addresses are known to the page before only. */
  readonly follow?: string;
}

const SHOTS: readonly Shot[] = [
  { name: 'home', path: '/' },
  { name: 'home-alarms', path: '/', alarms: 2 },
  { name: 'home-logged-in', path: '/', loggedIn: true },
  { name: 'projects', path: '/coprs/' },
  { name: 'search', path: '/coprs/?q=nothing-like-it' },
  { name: 'owner', path: '/coprs/alice/', loggedIn: true },
  { name: 'group', path: '/coprs/g/devel/' },
  { name: 'project', path: '/coprs/alice/tools/', loggedIn: true },
  { name: 'project-long', path: '/coprs/bob/a-project-with-quite-a-long-name-as-they-sometimes-are/' },
  { name: 'project-builds', path: '/coprs/alice/tools/builds/' },
  { name: 'packages', path: '/coprs/alice/tools/packages/' },
  { name: 'package', path: '/coprs/alice/tools/package/hello/', loggedIn: true },
  { name: 'package-private', path: '/coprs/alice/tools/package/closed/', loggedIn: true },
  { name: 'package-stranger', path: '/coprs/alice/tools/package/world/' },
  { name: 'new-project', path: '/coprs/new/', loggedIn: true },
  { name: 'new-build', path: '/coprs/alice/tools/add_build/', loggedIn: true },
  { name: 'new-build-scm', path: '/coprs/alice/tools/add_build_scm/', loggedIn: true },
  { name: 'new-build-distgit', path: '/coprs/alice/tools/add_build_distgit/', loggedIn: true },
  { name: 'new-build-pypi', path: '/coprs/alice/tools/add_build_pypi/', loggedIn: true },
  { name: 'new-build-rubygems', path: '/coprs/alice/tools/add_build_rubygems/', loggedIn: true },
  { name: 'new-build-custom', path: '/coprs/alice/tools/add_build_custom/', loggedIn: true },
  {
    name: 'new-build-wrong',
    path: '/coprs/alice/tools/add_build_scm/',
    loggedIn: true,
    send: { clone_url: 'nowhere' },
  },
  { name: 'delete-project', path: '/coprs/alice/tools/delete/', loggedIn: true },
  { name: 'webhooks', path: '/coprs/alice/tools/webhooks/', loggedIn: true },
  {
    name: 'webhooks-none',
    path: '/coprs/bob/a-project-with-quite-a-long-name-as-they-sometimes-are/webhooks/',
    loggedIn: true,
  },
  { name: 'delivery-built', path: '/coprs/alice/tools/webhooks/8/', loggedIn: true },
  { name: 'delivery-nothing', path: '/coprs/alice/tools/webhooks/6/', loggedIn: true },
  { name: 'delete-build', path: '/coprs/alice/tools/delete_build/47/', loggedIn: true },
  { name: 'build-running', path: '/coprs/alice/tools/build/48/', loggedIn: true },
  { name: 'build-succeeded', path: '/coprs/alice/tools/build/47/', loggedIn: true },
  { name: 'build-failed', path: '/coprs/alice/tools/build/46/' },
  { name: 'build-broken', path: '/coprs/alice/tools/build/45/' },
  { name: 'build-canceled', path: '/coprs/alice/tools/build/44/' },
  { name: 'build-evil', path: '/coprs/g/devel/evil/build/43/' },
  { name: 'build-importing', path: '/coprs/alice/tools/build/42/', loggedIn: true },
  { name: 'build-resolving', path: '/coprs/alice/tools/build/49/', loggedIn: true },
  { name: 'build-making', path: '/coprs/alice/tools/build/50/', loggedIn: true },
  { name: 'build-unmade', path: '/coprs/alice/tools/build/51/', loggedIn: true },
  { name: 'build-unimported', path: '/coprs/alice/tools/build/52/', loggedIn: true },
  { name: 'build-made', path: '/coprs/alice/tools/build/53/', loggedIn: true },
  { name: 'build-again', path: '/coprs/alice/tools/repeat_build/51/', loggedIn: true },
  { name: 'builds', path: '/builds/' },
  { name: 'login', path: '/login/' },
  { name: 'api', path: '/api/' },
  { name: 'api-tokens', path: '/api/', loggedIn: true },
  { name: 'not-found', path: '/nothing/here/' },
];
const SOURCES: readonly Shot[] = [
  { name: 'sources-home', path: '/' },
  { name: 'sources-missing', path: '/browse/?project=alice/nothing' },
  { name: 'sources-owner', path: '/browse/alice/' },
  { name: 'sources-packages', path: '/browse/alice/tools/' },
  { name: 'sources-package', path: '/browse/alice/tools/hello/' },
  { name: 'sources-empty', path: '/browse/alice/tools/empty/' },
  { name: 'sources-branches', path: '/browse/alice/tools/hello/branches' },
  { name: 'sources-tree', path: '/browse/alice/odd/odd/tree/main/' },
  { name: 'sources-spec', path: '/browse/alice/tools/hello/file/f42/hello.spec#L12' },
  { name: 'sources-archives', path: '/browse/alice/tools/hello/file/f42/sources' },
  { name: 'sources-unseen', path: '/browse/alice/odd/odd/file/main/unseen.txt' },
  { name: 'sources-wide', path: '/browse/alice/odd/odd/file/main/wide.txt' },
  { name: 'sources-huge', path: '/browse/alice/odd/odd/file/main/huge' },
  { name: 'sources-log', path: '/browse/alice/tools/hello/log/f42' },
  { name: 'sources-commit', path: '/browse/alice/tools/hello/log/f42', follow: '.kopr-history li:nth-child(2) a' },
  { name: 'sources-odd-commit', path: '/browse/alice/odd/odd/log/main', follow: '.kopr-history li:nth-child(3) a' },
  { name: 'sources-evil', path: '/browse/@devel/evil/evil/' },
  { name: 'sources-not-found', path: '/browse/alice/tools/nothing/' },
];
const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

if (!existsSync(CHROMIUM)) execFileSync(join(root, 'scripts/install-needs.sh'), ['chromium'], { stdio: 'inherit' });
mkdirSync(out, { recursive: true });
const wanted = (shots: readonly Shot[]): Shot[] =>
  shots.filter(({ name }) => process.argv.length < 3 || process.argv.slice(2).some((part) => name.includes(part)));
const profile = mkdtempSync(join(tmpdir(), 'kopr-chromium-'));
const browser = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args: FLAGS });
try {
  const running = process.env['KOPR_SCREENSHOTS_URL'];
  const troubles = await shootAll('frontend', wanted(SHOTS), running);
  if (running === undefined) troubles.push(...(await shootAll('dist-git', wanted(SOURCES))));
  for (const trouble of troubles) console.error(trouble);
  process.exitCode = troubles.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}

/** Pictures of one service, which is at `running`, or made up. */
async function shootAll(service: string, shots: readonly Shot[], running?: string): Promise<string[]> {
  if (shots.length === 0) return [];
  const site =
    running === undefined ? await openSample(service) : { url: running.replace(/\/$/, ''), stop: () => undefined };
  const troubles: string[] = [];
  try {
    for (const colorScheme of ['light', 'dark'] as const)
      for (const [size, viewport] of Object.entries(SIZES))
        for (const shot of shots) troubles.push(...(await shoot(site.url, shot, { colorScheme, size, viewport })));
  } finally {
    site.stop();
  }
  console.log(`${shots.length * 4} pictures of ${service} in ${out}`);
  return troubles;
}

/** Takes one picture; answers what is wrong with the page: complaints of the browser, or wider than the window. */
async function shoot(
  url: string,
  { name, path, loggedIn = false, alarms = 0, send, follow }: Shot,
  look: { colorScheme: 'light' | 'dark'; size: string; viewport: { width: number; height: number } },
): Promise<string[]> {
  await browser.clearCookies();
  if (loggedIn) await browser.addCookies([{ name: 'session', value: 'alice', url }]);
  const ring = (count: number) => fetch(`${url}/sample/alarms/${count}`, { method: 'POST' });
  if (alarms > 0) await ring(alarms);
  const page = await browser.newPage();
  const troubles: string[] = [];
  // The made-up Kopr has no live logs to follow.
  page.on(
    'console',
    (line) => line.type() === 'error' && !line.text().includes('net::ERR') && troubles.push(line.text()),
  );
  await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize(look.viewport);
  await page.goto(url + path, { waitUntil: 'load' });
  for (const [field, text] of Object.entries(send ?? {})) await page.fill(`[name="${field}"]`, text);
  if (send) await page.click('main form [type=submit]');
  if (follow !== undefined) await Promise.all([page.waitForEvent('load'), page.click(follow)]);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  // Colours fade in.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished)).then(() => undefined),
  );
  const surplus = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (surplus > 0) troubles.push(`${surplus} px wider than the window`);
  await page.screenshot({ path: join(out, `${name}-${look.size}-${look.colorScheme}.png`), fullPage: true });
  await page.close();
  if (alarms > 0) await ring(0);
  return troubles
    .filter((text) => !(/not-found|missing/.test(name) && text.includes('404')))
    .filter((text) => !(name.endsWith('-wrong') && text.includes('400')))
    .map((text) => `${name} ${look.size} ${look.colorScheme}: ${text}`);
}

async function openSample(service: string): Promise<{ url: string; stop: () => void }> {
  const server = join(root, `services/${service}/test/pages/sample-server.ts`);
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', server], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { url, stop: () => void child.kill() };
}
