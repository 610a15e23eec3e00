/**
 * Pictures of every page into screenshots/, light and dark, wide and phone, by Debian's Chromium.
 * With KOPR_SCREENSHOTS_URL: of that running Kopr; without it: of a made-up one that has every state.
 * Any arguments are parts of the names of the pages that are wanted.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium } from 'playwright-core';

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
const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

if (!existsSync(CHROMIUM)) execFileSync(join(root, 'scripts/install-needs.sh'), ['chromium'], { stdio: 'inherit' });
mkdirSync(out, { recursive: true });
const wanted = SHOTS.filter(
  ({ name }) => process.argv.length < 3 || process.argv.slice(2).some((part) => name.includes(part)),
);
const site = await openSite();
const profile = mkdtempSync(join(tmpdir(), 'kopr-chromium-'));
const browser = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args: FLAGS });
try {
  const troubles: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const shot of wanted) troubles.push(...(await shoot(browser, shot, { colorScheme, size, viewport })));
    }
  }
  console.log(`${wanted.length * 4} pictures in ${out}`);
  for (const trouble of troubles) console.error(trouble);
  process.exitCode = troubles.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  site.stop();
  rmSync(profile, { recursive: true, force: true });
}

/** Takes one picture; answers what is wrong with the page: complaints of the browser, or wider than the window. */
async function shoot(
  context: BrowserContext,
  { name, path, loggedIn = false, alarms = 0, send }: Shot,
  look: { colorScheme: 'light' | 'dark'; size: string; viewport: { width: number; height: number } },
): Promise<string[]> {
  await context.clearCookies();
  if (loggedIn) await context.addCookies([{ name: 'session', value: 'alice', url: site.url }]);
  await fetch(`${site.url}/sample/alarms/${alarms}`, { method: 'POST' });
  const page = await context.newPage();
  const troubles: string[] = [];
  // The made-up Kopr has no live logs to follow.
  page.on(
    'console',
    (line) => line.type() === 'error' && !line.text().includes('net::ERR') && troubles.push(line.text()),
  );
  await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize(look.viewport);
  await page.goto(site.url + path, { waitUntil: 'load' });
  for (const [field, text] of Object.entries(send ?? {})) await page.fill(`[name="${field}"]`, text);
  if (send) await page.click('main form [type=submit]');
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  // Colours fade in.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished)).then(() => undefined),
  );
  const surplus = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (surplus > 0) troubles.push(`${surplus} px wider than the window`);
  await page.screenshot({ path: join(out, `${name}-${look.size}-${look.colorScheme}.png`), fullPage: true });
  await page.close();
  return troubles
    .filter(
      (text) => !(name === 'not-found' && text.includes('404')) && !(name.endsWith('-wrong') && text.includes('400')),
    )
    .map((text) => `${name} ${look.size} ${look.colorScheme}: ${text}`);
}

async function openSite(): Promise<{ url: string; stop: () => void }> {
  const running = process.env['KOPR_SCREENSHOTS_URL'];
  if (running !== undefined) return { url: running.replace(/\/$/, ''), stop: () => undefined };
  const server = join(root, 'services/frontend/test/pages/sample-server.ts');
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', server], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { url, stop: () => void child.kill() };
}
