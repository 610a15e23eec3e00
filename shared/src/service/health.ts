/** The service's HTTP server: health pages first, then whatever the service itself serves. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerBrokenRequests } from './broken-requests.js';
import type { Part } from './part.js';

/** `isUp`: whether all parts were started and none is being ended. */
export interface HealthOptions {
  readonly port: number;
  readonly parts: readonly Part[];
  readonly http: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  isUp(): boolean;
}

/** A request may take this long to arrive: SRPMs and results of gigabytes come over slow lines. */
const REQUEST_MS = 3_600_000;

/** Opens the server before the parts start, so that a slow start shows as *not ready*, not as *not there*. */
export async function openHealth(options: HealthOptions): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer({ requestTimeout: REQUEST_MS }, (request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz') answer(response, 200, { status: 'alive' });
    else if (path === '/readyz') void answerReady(options, response);
    else if (options.http && options.isUp()) options.http(request, response);
    else answer(response, options.http ? 503 : 404, { error: options.http ? 'not ready' : 'not found' });
  });
  answerBrokenRequests(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function answerReady({ parts, isUp }: HealthOptions, response: ServerResponse): Promise<void> {
  const waiting: string[] = [];
  for (const part of parts) if (!(await isReady(part))) waiting.push(part.name);
  const ready = isUp() && waiting.length === 0;
  answer(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', waitingFor: waiting });
}

async function isReady(part: Part): Promise<boolean> {
  try {
    return (await part.ready?.()) ?? true;
  } catch {
    return false;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** How long open requests may take to end; live logs and the like would never end by themselves. */
const CLOSE_MS = 2_000;

async function close(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
