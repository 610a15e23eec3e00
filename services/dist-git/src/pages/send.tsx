/** Turns a page into an answer, with what caches and crawlers may do with it. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { documentBytes } from '@kopr/shared/look';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { ErrorPage, type FailedStatus } from './error.js';
import { type Site, SiteProvider } from './site.js';

/** What can never change. */
export const FOREVER = 'public, max-age=31536000, immutable';
/** Pages of what can never change: their look does, with each release. */
export const A_DAY = 'public, max-age=86400';
/** Others may be kept, but are asked for again. */
export const ASK_AGAIN = 'public, no-cache';

/** Sends a page. Its headers were set before. */
export function sendPage(site: Site, response: Response, page: VNode, status = 200): void {
  const body = documentBytes(<SiteProvider value={site}>{page}</SiteProvider>);
  response.status(status).set({ 'content-type': 'text/html; charset=utf-8', 'content-length': String(body.length) });
  response.end(body);
}

/** Says what went wrong; nobody keeps that. */
export function sendError(site: Site, response: Response, status: FailedStatus): void {
  response.removeHeader('etag');
  response.set('cache-control', 'no-store');
  if (status === 503) response.set('retry-after', '5');
  sendPage(site, response, <ErrorPage status={status} />, status);
}

/** Marks the answer by what it shows; true when the client has just that, and was told so. */
export function sendKnown(request: Request, response: Response, version: string, caching: string): boolean {
  response.set({ etag: `"${version}"`, 'cache-control': caching });
  if (!request.fresh) return false;
  response.status(304).end();
  return true;
}
