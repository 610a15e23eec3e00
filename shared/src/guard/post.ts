/** Sends something to an address that a stranger gave: guarded as any other, once, to that server and to no other. */
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { answerTo } from './answer.js';
import { checkUrl } from './check-url.js';
import { connectTo } from './connect.js';
import { deadline } from './deadline.js';
import { type DialOptions, reasonOf } from './dial.js';
import type { GuardRules } from './rules.js';
import { upstreamHeaders } from './upstream.js';

/** One request. `timeoutMs` is for all of it; of the answer no more than `maxBytes` are read. */
export interface PostOrder extends DialOptions {
  readonly url: string;
  readonly rules: GuardRules;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** What the server answered, whatever its status: redirects are answers, too, and never followed. Or why there is no answer. */
export type Posted =
  | { readonly ok: true; readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }
  | { readonly ok: false; readonly problem: string; readonly forbidden: boolean };

const MAX_HEADER_BYTES = 32 * 1024;

/** Posts it. Whether a request arrived that got no answer, nobody knows. Never rejects. */
export async function post(order: PostOrder): Promise<Posted> {
  const check = checkUrl(order.url, order.rules);
  if (!check.ok) return { ok: false, problem: check.problem, forbidden: true };
  const time = deadline(order.timeoutMs);
  try {
    return await send(order, check.url, time.signal);
  } catch (error) {
    const problem = time.isOver() ? `no answer within ${order.timeoutMs / 1000} seconds` : reasonOf(error);
    return { ok: false, problem, forbidden: false };
  } finally {
    time.clear();
  }
}

async function send(order: PostOrder, url: URL, signal: AbortSignal): Promise<Posted> {
  const dialed = await connectTo(url, order.rules, order, signal);
  if (!dialed.ok) return dialed;
  const { socket, upstream } = dialed;
  const length = Buffer.byteLength(order.body);
  const headers = { ...order.headers, host: url.host, 'content-length': length, connection: 'close' };
  const asked = request({
    method: 'POST',
    createConnection: () => socket,
    path: upstream ? url.href : `${url.pathname}${url.search}`,
    headers: upstream ? { ...headers, ...upstreamHeaders(upstream) } : headers,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  asked.end(order.body);
  const answer = await answerTo(asked, signal);
  const text = await beginningOf(answer, order.maxBytes, signal);
  return { ok: true, status: answer.statusCode ?? 0, headers: answer.headers, text };
}

/** The status counts, once it is there: a body that breaks off, or goes on for ever, is as good as its beginning. */
function beginningOf(answer: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const end = (): void => {
      signal.removeEventListener('abort', end);
      answer.destroy();
      resolve(Buffer.concat(pieces).subarray(0, maxBytes).toString());
    };
    signal.addEventListener('abort', end, { once: true });
    answer.on('error', end).on('close', end);
    answer.on('data', (piece: Buffer) => {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes >= maxBytes) end();
    });
  });
}
