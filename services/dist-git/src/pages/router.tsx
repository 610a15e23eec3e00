/** All pages as one router: static files, the front door, browsing, and Copr's addresses of commits. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Log } from '@kopr/shared/log';
import { lookFiles, securityHeaders, type StaticFiles, staticFiles } from '@kopr/shared/look';
import { Router } from 'express';
import { addressOf, BROWSE, hrefOf, isCommit } from '../domain/address.js';
import type { Layout } from '../domain/layout.js';
import { repositoryName } from '../domain/names.js';
import { isRepository } from '../git/browse/refs.js';
import { browseHandler, type Limits } from './browse.js';
import { HomePage } from './home.js';
import { ASK_AGAIN, sendError, sendPage } from './send.js';
import type { Site } from './site.js';
import { listPackages } from './views/directories.js';

/** Where people reach the two services. */
export interface PublicUrls {
  readonly frontendUrl: string;
  readonly distGitUrl: string;
}

const LIMITS: Limits = { readers: 6, pageMs: 10_000, rawReaders: 4, rawMs: 60_000, waiting: 100 };

/** What crawlers are kept from: what is not for reading, and what there is one of for each commit. */
const ROBOTS = [
  'User-agent: *',
  ...['git', 'archive', 'repo', 'import-logs'].map((room) => `Disallow: /${room}/`),
  ...['branches', 'commit', 'file', 'log', 'raw', 'tree'].map((page) => `Disallow: ${BROWSE}/*/*/*/${page}`),
  '',
].join('\n');

/** The router; it passes on what is no page. */
export function pageRoutes(layout: Layout, log: Log, urls: PublicUrls, limits = LIMITS): Router {
  const files = loadStaticFiles();
  const site: Site = { ...urls, asset: files.asset };
  // A process's pages are of one release.
  const edition = Date.now().toString(36);
  const router = Router();
  router.use(securityHeaders());
  router.get('/static/*path', files.serve);
  router.get('/robots.txt', (_request, response) => response.type('text').send(ROBOTS));
  router.get('/favicon.ico', (_request, response) => response.redirect(files.asset('logo.svg')));
  router.get('/', (_request, response) => {
    response.set('cache-control', ASK_AGAIN);
    sendPage(site, response, <HomePage />);
  });
  router.get(BROWSE, async ({ query: { project } }, response) => {
    const asked = typeof project === 'string' ? project.trim() : '';
    const href = asked === '' ? '/' : await findPlace(layout, asked);
    if (href !== undefined) response.redirect(303, href);
    else sendPage(site, response, <HomePage missing={asked} />, 404);
  });
  router.use(BROWSE, browseHandler({ layout, log, site, edition, limits }));
  router.get('/:owner/:dirname/:package/commit', ({ params, query }, response) => {
    const repository = repositoryName(params.owner, params.dirname, params.package.replace(/\.git$/, ''));
    const { id } = query;
    if (repository && typeof id === 'string' && isCommit(id))
      response.redirect(301, hrefOf({ page: 'commit', repository, commit: id }));
    else sendError(site, response, 404);
  });
  return router;
}

/** Where the sources of `owner/project` or `owner/project/package` are, as people type it. */
async function findPlace(layout: Layout, asked: string): Promise<string | undefined> {
  const address = addressOf(`${BROWSE}/${asked}`);
  if (address?.page === 'packages')
    return (await listPackages(layout, address.owner, address.dirname)) && hrefOf(address);
  if (address?.page !== 'package') return undefined;
  return (await isRepository(layout.repository(address.repository))) ? hrefOf(address) : undefined;
}

function loadStaticFiles(): StaticFiles {
  const sheet = readFileSync(new URL('../../public/dist-git.css', import.meta.url), 'utf8');
  return staticFiles(lookFiles({ sources: fileURLToPath(new URL('.', import.meta.url)), sheet }));
}
