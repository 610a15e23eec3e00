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

/** The SRPM of a request. */
export function wantedSrpm({ source }: Body<'source.requested'>, frontendOrigin: string): WantedSrpm {
  const { type, srpm, params } = source;
  if (!srpm) throw new Refusal('unsupported', `a source of type ${type} names no finished SRPM`);
  // Only what was uploaded: a link that names the frontend is a stranger's link like any other.
  const ours = type === 'upload' && parseUrl(srpm.url)?.origin === frontendOrigin;
  const named = typeof params['pkg'] === 'string' ? params['pkg'] : 'the SRPM';
  return { ...srpm, ours, name: plainText(ours ? `the uploaded file ${named}` : shownUrl(srpm.url), 500) };
}

/** Without the password that somebody may have put into it. */
function shownUrl(text: string): string {
  const url = parseUrl(text);
  if (!url) return text;
  url.username = '';
  url.password = '';
  return url.href;
}
