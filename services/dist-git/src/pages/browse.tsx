/** Everything below `/browse`: one handler, since a path within a commit is in bytes, which a router would decode. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { asError } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import type { Request, RequestHandler, Response } from 'express';
import { type Address, addressOf, hrefOf } from '../domain/address.js';
import type { Layout } from '../domain/layout.js';
import { openObjects } from '../git/browse/objects.js';
import { openDoor } from '../http/door.js';
import { OwnerPage, PackagesPage } from './names.js';
import { sendRaw } from './raw.js';
import { A_DAY, ASK_AGAIN, sendError, sendKnown, sendPage } from './send.js';
import { type Option, sheetOf } from './sheets.js';
import type { Site } from './site.js';
import { listDirnames, listPackages } from './views/directories.js';

/** What the pages are made from. */
export interface Browsing {
  readonly layout: Layout;
  readonly log: Log;
  readonly site: Site;
  /** Tells the pages of one release from those of another. */
  readonly edition: string;
  readonly limits: Limits;
}

/** What readers may cost. */
export interface Limits {
  /** Pages at the same time, each with two git processes at most; readers never keep builders from their sources. */
  readonly readers: number;
  readonly pageMs: number;
  /** The same for raw files, which may be large, and lines are slow. */
  readonly rawReaders: number;
  readonly rawMs: number;
  /** How many may wait for either. */
  readonly waiting: number;
}

/** A page is small. */
const PACE = { everyMs: 10_000, leastBytes: 16 * 1024, longestMs: 120_000 };

type InRepository = Extract<Address, { repository: unknown }>;

/** Of these, crawlers would read every commit there ever was. */
const NOT_INDEXED = { 'x-robots-tag': 'noindex, nofollow' };

/** Handles all that is below. */
export function browseHandler(browsing: Browsing): RequestHandler {
  const { readers, rawReaders, waiting } = browsing.limits;
  const half = (inside: number) => ({ inside, waiting, each: Math.ceil(inside / 2) });
  const pages = openDoor(half(readers), PACE);
  const raws = openDoor(half(rawReaders), PACE);
  return async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    const [path = '', query = ''] = request.originalUrl.split('?');
    const address = addressOf(path);
    const href = address && hrefOf(address);
    if (!address || href === undefined) sendError(browsing.site, response, 404);
    else if (href !== path) response.redirect(301, query === '' ? href : `${href}?${query}`);
    else if (!('repository' in address)) await sendNames(browsing, address, response);
    else {
      const door = address.page === 'raw' ? raws : pages;
      const isIn = await door(response, () => visit(browsing, address, request, response));
      if (!isIn && !response.destroyed) sendError(browsing.site, response, 503);
    }
  };
}

/** Owners and dirnames are directories on our disk. */
async function sendNames(
  { layout, site }: Browsing,
  address: Exclude<Address, InRepository>,
  response: Response,
): Promise<void> {
  const { owner } = address;
  response.set('cache-control', ASK_AGAIN);
  if (address.page === 'owner') {
    const dirnames = await listDirnames(layout, owner);
    if (dirnames) sendPage(site, response, <OwnerPage owner={owner} dirnames={dirnames} />);
    else sendError(site, response, 404);
    return;
  }
  const packages = await listPackages(layout, owner, address.dirname);
  if (packages) sendPage(site, response, <PackagesPage {...address} packages={packages} />);
  else sendError(site, response, 404);
}

/** Answers while the page's time lasts and somebody waits for it. */
async function visit(browsing: Browsing, address: InRepository, request: Request, response: Response): Promise<true> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  if (response.destroyed) return true;
  const time = AbortSignal.timeout(address.page === 'raw' ? browsing.limits.rawMs : browsing.limits.pageMs);
  const reading = {
    repository: browsing.layout.repository(address.repository),
    signal: AbortSignal.any([gone.signal, time]),
  };
  const objects = openObjects(reading);
  try {
    await answer(browsing, address, { name: address.repository, reading, objects }, request, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else if (time.aborted) sendError(browsing.site, response, 503);
    else if (!gone.signal.aborted) {
      browsing.log.error('a page failed', { path: request.path, error: asError(error) });
      sendError(browsing.site, response, 500);
    }
  } finally {
    objects.close();
  }
  return true;
}

async function answer(
  { site, edition }: Browsing,
  address: InRepository,
  look: Parameters<typeof sheetOf>[0],
  request: Request,
  response: Response,
): Promise<void> {
  if (address.page !== 'package') response.set(NOT_INDEXED);
  if (address.page === 'raw') {
    if (!(await sendRaw(look, address, request, response))) sendError(site, response, 404);
    return;
  }
  const option: Option = (name) => {
    const value = request.query[name];
    return typeof value === 'string' ? value : '';
  };
  const sheet = await sheetOf(look, address, option);
  if (sheet && sendKnown(request, response, `${sheet.version}-${edition}`, sheet.lasting ? A_DAY : ASK_AGAIN)) return;
  const page = await sheet?.draw();
  if (page) sendPage(site, response, page);
  else sendError(site, response, 404);
}
