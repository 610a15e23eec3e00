/** One request for one file, and the redirects that follow. */
import { type IncomingMessage, request } from 'node:http';
import { isUtf8 } from 'node:buffer';
import type { Duplex } from 'node:stream';
import { answerTo } from './answer.js';
import { checkUrl } from './check-url.js';
import { connectTo } from './connect.js';
import { deadline } from './deadline.js';
import type { DialOptions } from './dial.js';
import type { GuardRules } from './rules.js';
import { DownloadTrouble, silence, unreachable } from './trouble.js';
import { upstreamHeaders } from './upstream.js';

/** What a file is asked for with. */
export interface Asking extends DialOptions {
  readonly url: string;
  /** How people call it. */
  readonly name: string;
  readonly rules: GuardRules;
  readonly userAgent: string;
  /** A server that sends nothing for so long is gone. */
  readonly stallMs: number;
  /** None: an answer that redirects is as bad as any other. */
  readonly maxRedirects: number;
  /** The content is known by its digest, so it does not matter who sends it. */
  readonly isPinned: boolean;
}

const MAX_HEADER_BYTES = 32 * 1024;
const TEMPORARY = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The answer 200; the connection is the caller's to destroy. */
export async function fetchFile(asking: Asking, signal: AbortSignal): Promise<IncomingMessage> {
  let at = judge(asking, asking.url);
  for (let hops = 0; ; hops++) {
    const answer = await ask(asking, at, signal);
    if (answer.statusCode === 200) return answer;
    // Nobody reads the body of a redirect or of an error.
    answer.destroy();
    const next = locationOf(answer);
    if (next === undefined || asking.maxRedirects === 0) throw badStatus(asking.name, answer);
    if (hops === asking.maxRedirects) {
      throw new DownloadTrouble('redirects', `${asking.name} redirects more than ${asking.maxRedirects} times`);
    }
    at = judge(asking, next, at);
  }
}

function judge({ rules, name, isPinned }: Asking, text: string, from?: URL): URL {
  const check = checkUrl(text, rules, from?.href);
  if (!check.ok) throw new DownloadTrouble('forbidden', check.problem);
  // Whoever asked for https is promised that nobody on the way has changed the file, unless its digest says so.
  if (from?.protocol === 'https:' && check.url.protocol !== 'https:' && !isPinned) {
    throw new DownloadTrouble('forbidden', `${name} redirects from https to ${check.url.protocol.slice(0, -1)}`);
  }
  return check.url;
}

async function ask(asking: Asking, url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const { socket, upstream } = await open(asking, url, signal);
  const headers = { host: url.host, 'user-agent': asking.userAgent, accept: '*/*', connection: 'close' };
  const asked = request({
    createConnection: () => socket,
    path: upstream ? url.href : `${url.pathname}${url.search}`,
    headers: upstream ? { ...headers, ...upstreamHeaders(upstream) } : headers,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  asked.end();
  const wait = deadline(asking.stallMs, signal);
  try {
    return await answerTo(asked, wait.signal);
  } catch (error) {
    throw unreachable(asking.name, wait.isOver() ? silence(asking.stallMs) : error);
  } finally {
    wait.clear();
  }
}

async function open(asking: Asking, url: URL, signal: AbortSignal): Promise<{ socket: Duplex; upstream?: URL }> {
  const dialed = await connectTo(url, asking.rules, asking, signal);
  if (dialed.ok) return dialed;
  throw dialed.forbidden ? new DownloadTrouble('forbidden', dialed.problem) : unreachable(asking.name, dialed.problem);
}

function badStatus(name: string, { statusCode = 0, statusMessage = '' }: IncomingMessage): DownloadTrouble {
  const status = `${statusCode} ${statusMessage}`.trim();
  return new DownloadTrouble('status', `${name} answered ${status}`, TEMPORARY.has(statusCode));
}

/** Headers are bytes; most servers mean UTF-8 by them. */
function locationOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  if (statusCode < 300 || statusCode > 399 || headers.location === undefined) return undefined;
  const bytes = Buffer.from(headers.location, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : headers.location;
}
