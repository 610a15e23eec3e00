/**
 * Live logs for browsers, as server-sent events. `event: log` carries {offset, text} and the id of the byte after it, so
 * that a browser that lost the line goes on where it was; an offset of 0 again means that a new attempt began.
 */
import { taskId } from '@kopr/proto';
import { refuse } from '@kopr/shared/intake';
import { Router, type Request, type Response } from 'express';
import { followLog, type LogPiece } from '../verbs/follow-log.js';
import type { LogDeps } from '../verbs/deps.js';
import { createPlaces } from './places.js';

/** Proxies drop lines that are silent for longer. */
const HEARTBEAT_MS = 15_000;
const LATER = { 'Retry-After': '30' };

/** A build may wait long before it says a word; a browser that is cut off comes back by itself, others give up. */
export const UNHEARD_MS = 300_000;

/** `closing`: the service ends, and those who follow are sent away; their browsers come back by themselves. */
export interface LiveDeps extends LogDeps {
  readonly watchersMax: number;
  /** For one address as the socket has it: headers that tell another are anybody's to write. */
  readonly watchersPerAddress: number;
  readonly closing: AbortSignal;
  /** Milliseconds since whenever. */
  readonly now: () => number;
}

/** `GET /live/:task?from=N`, for at most `watchersMax` at a time. */
export function liveRoutes(deps: LiveDeps): Router {
  const router = Router();
  const takePlace = createPlaces(deps.watchersMax, deps.watchersPerAddress);
  router.get('/live/:task', async (request, response) => {
    const task = taskId.safeParse(request.params['task']);
    if (!task.success) throw refuse(404, 'no such task');
    const leave = takePlace(request.socket.remoteAddress ?? '');
    if (leave === 'address-full') throw refuse(429, 'too many logs are followed from this address', LATER);
    if (leave === 'all-taken') throw refuse(503, 'too many people follow logs; try again later', LATER);
    try {
      await follow(deps, task.data, startOf(request), response);
    } finally {
      leave();
    }
  });
  return router;
}

async function follow(deps: LiveDeps, task: string, from: number, response: Response): Promise<void> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once('close', leave);
  deps.closing.addEventListener('abort', leave);
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': '*',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const heart = setInterval(() => response.write(': alive\n\n'), HEARTBEAT_MS);
  const since = deps.now();
  const onUnheard = (): void => {
    if (deps.now() - since >= UNHEARD_MS) leave();
  };
  try {
    for await (const piece of followLog(deps, task, from, { signal: gone.signal, onUnheard }))
      await send(response, formatPiece(piece), gone.signal);
    response.end(gone.signal.aborted ? '' : 'event: end\ndata: {}\n\n');
  } finally {
    clearInterval(heart);
    deps.closing.removeEventListener('abort', leave);
  }
}

/** Waits while the reader is slower than the log: nothing piles up here. */
async function send(response: Response, text: string, gone: AbortSignal): Promise<void> {
  if (response.write(text) || gone.aborted) return;
  await new Promise<void>((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}

function formatPiece({ offset, after, text }: LogPiece): string {
  return `event: log\nid: ${after}\ndata: ${JSON.stringify({ offset, text })}\n\n`;
}

/** A browser that reconnects says which id it saw last; that counts more than the address it started with. */
function startOf(request: Request): number {
  const given = request.get('last-event-id') ?? request.query['from'];
  return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : 0;
}
