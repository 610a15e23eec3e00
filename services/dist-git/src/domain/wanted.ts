/** What has to be downloaded for a request, and how people see it. */
import type { Body } from '@kopr/proto';
import { parseUrl } from '@kopr/shared/domain';
import { plainText, Refusal } from './refusal.js';

/** A finished SRPM somewhere. */
export interface WantedSrpm {
  readonly url: string;
  readonly size: number | null;
  readonly sha256: string | null;
  /** For logs and reasons. */
  readonly name: string;
  /** It waits at our own frontend. */
  readonly ours: boolean;
}

/** The SRPM of a request; refuses what would first have to be made into one. */
export function wantedSrpm({ source }: Body<'source.requested'>, frontendOrigin: string): WantedSrpm {
  const { type, srpm, params } = source;
  if (!srpm) throw new Refusal('unsupported', whyNoSrpm(type, params));
  // Only what was uploaded: a link that names the frontend is a stranger's link like any other.
  const ours = type === 'upload' && originOf(srpm.url) === frontendOrigin;
  const named = typeof params['pkg'] === 'string' ? params['pkg'] : 'the SRPM';
  return { ...srpm, ours, name: plainText(ours ? `the uploaded file ${named}` : shownUrl(srpm.url), 500) };
}

/** What must be made into an SRPM first, by a builder. */
function whyNoSrpm(type: string, { url, pkg }: Readonly<Record<string, unknown>>): string {
  const file = [url, pkg].find((name) => typeof name === 'string') ?? '';
  const path = (parseUrl(file)?.pathname ?? file).toLowerCase();
  if (path.endsWith('.spec')) return 'this Kopr does not build sources from a lone .spec file yet: send a .src.rpm';
  if (path.endsWith('.nosrc.rpm')) return 'a .nosrc.rpm lacks some of its sources, so it cannot be rebuilt';
  return `this Kopr does not build sources of type ${type} yet`;
}

function originOf(url: string): string | undefined {
  return parseUrl(url)?.origin;
}

/** Without the password that somebody may have put into it. */
function shownUrl(text: string): string {
  const url = parseUrl(text);
  if (!url) return text;
  url.username = '';
  url.password = '';
  return url.href;
}
