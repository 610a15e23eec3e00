/** `GET http://host/…`: one plain request, made anew towards a target that is judged, resolved and connected here. */
import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as makeRequest,
  type ServerResponse,
} from 'node:http';
import { answerTo } from './answer.js';
import { checkUrl } from './check-url.js';
import { connectTo } from './connect.js';
import { Denial, enter, type ProxyMeans, refusal } from './proxy-means.js';
import { upstreamHeaders } from './upstream.js';

/** Where requests lead. */
export interface Way {
  /** The address for the one that was asked for, which is judged already as a text; throws a `Denial`. */
  lead(asked: URL): URL;
  /** Sees the head of each answer before the client does; throws a `Denial` when the client is to be told that instead. */
  admit(answer: IncomingMessage): void;
}

/** Wherever the rules allow. */
export const ANYWHERE: Way = { lead: (asked) => asked, admit: () => undefined };

/** Between two neighbours only (RFC 9110, 7.6.1); `host` is written anew, whatever the client claimed. */
const NOT_FORWARDED = new Set(
  'connection keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade expect host'.split(
    ' ',
  ),
);

/** Serves one plain request. Never rejects. */
export async function serveForward(
  means: ProxyMeans,
  way: Way,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  try {
    response.on('close', enter(means));
    const url = way.lead(targetOf(means, request.url ?? ''));
    const asked = await openRequest(means, url, request);
    await exchange(means, way, request, asked, response);
  } catch (error) {
    if (response.destroyed || response.headersSent) {
      response.destroy();
      return;
    }
    const { status, message } = refusal(means, error);
    response
      .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
      .end(`${message}\n`);
  }
}

async function openRequest(means: ProxyMeans, url: URL, request: IncomingMessage): Promise<ClientRequest> {
  const dialed = await connectTo(url, means.rules, means.dialing, means.signalOf(request.socket));
  if (!dialed.ok) throw new Denial(dialed.forbidden ? 403 : 502, dialed.problem);
  const { socket, upstream } = dialed;
  means.join(socket);
  return makeRequest({
    createConnection: () => socket,
    method: request.method ?? 'GET',
    path: upstream ? url.href : `${url.pathname}${url.search}`,
    headers: { ...headersFor(request, url), ...(upstream ? upstreamHeaders(upstream) : {}) },
    maxHeaderSize: means.maxHeaderBytes,
  });
}

function targetOf({ rules }: ProxyMeans, text: string): URL {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text))
    throw new Denial(400, 'this is a proxy: it takes whole addresses, or CONNECT');
  const schemes = rules.schemes.filter((scheme) => scheme === 'http');
  const check = checkUrl(text, { ...rules, schemes });
  if (!check.ok) throw new Denial(403, check.problem);
  return check.url;
}

/** The client's headers, with one meaning only: the address decides about the host, and the body has one frame. */
function headersFor({ headers }: IncomingMessage, url: URL): IncomingHttpHeaders {
  const kept = endToEnd(headers);
  // Said outright: for methods that seldom have a body, Node would send one without a frame.
  const frame = headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' };
  return { ...kept, ...frame, host: url.host, connection: 'close' };
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = new Set((headers.connection ?? '').toLowerCase().split(/[\s,]+/));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_FORWARDED.has(name) && !named.has(name)));
}

async function exchange(
  { idleMs, ledger, signalOf }: ProxyMeans,
  way: Way,
  request: IncomingMessage,
  asked: ClientRequest,
  response: ServerResponse,
): Promise<void> {
  const end = (): unknown => asked.destroy(new Error('the connection was idle for too long, or moved too much'));
  const timer = setTimeout(end, idleMs);
  const count = (chunk: Buffer): void => {
    timer.refresh();
    if (!ledger.spend(chunk.length)) end();
  };
  response.on('close', () => asked.destroy());
  asked.on('close', () => clearTimeout(timer));
  request.on('data', count).pipe(asked);
  const answer = await answerTo(asked, signalOf(request.socket));
  if (answer.destroyed) throw new Error('the answer ended in its middle');
  way.admit(answer);
  answer.on('close', () => {
    if (!answer.complete) response.destroy();
  });
  response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
  answer.on('data', count).pipe(response);
}
