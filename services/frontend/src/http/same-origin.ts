/** Whether a browser sent a request for a page of another site. Such pages may not write with our cookie. */
import type { IncomingHttpHeaders } from 'node:http';
import { parseUrl } from '@kopr/shared/domain';

const HARMLESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A write that its own headers say comes from elsewhere. Clients that are no browsers send none of them and go on. */
export function isForeignWrite(method: string, headers: IncomingHttpHeaders, frontendUrl: string): boolean {
  if (HARMLESS.has(method)) return false;
  const site = headers['sec-fetch-site'];
  // The browser's own word, which no page can forge; it also holds where people use another address of ours.
  if (site === 'same-origin') return false;
  if (site === 'same-site' || site === 'cross-site') return true;
  const from = headers.origin ?? originOf(headers.referer);
  return from !== undefined && from !== new URL(frontendUrl).origin;
}

/** What is no address counts as elsewhere, like the `null` of a sandboxed page. */
function originOf(referer: string | undefined): string | undefined {
  if (referer === undefined) return undefined;
  return parseUrl(referer)?.origin ?? 'null';
}
