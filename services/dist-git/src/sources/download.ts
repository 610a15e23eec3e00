/** Brings an SRPM onto our disk: bounded in bytes, time and redirects, checked against what the message announced. */
import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, type Dispatcher, request } from 'undici';
import { Refusal, Setback } from '../domain/refusal.js';
import type { WantedSrpm } from '../domain/wanted.js';
import { checkUrl, publicLookup } from './guard.js';

/** Bounds of one download. */
export interface DownloadLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Where the file grows; on the same file system as its final place. */
  readonly dir: string;
  readonly allowPrivate: boolean;
}

const MAX_REDIRECTS = 5;
/** A stranger's server gets this many tries; our own frontend as many as a long restart takes. */
const TRIES = { stranger: 4, ours: 30 };
const CONNECT_MS = 15_000;
const STALL_MS = 60_000;
const TEMPORARY = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Downloads to `path`, which appears only when it is whole. Returns its size in bytes. */
export async function download(
  wanted: WantedSrpm,
  path: string,
  limits: DownloadLimits,
  signal: AbortSignal,
): Promise<number> {
  const allowPrivate = limits.allowPrivate || wanted.ours;
  const agent = new Agent({
    connect: { timeout: CONNECT_MS, ...(allowPrivate ? {} : { lookup: publicLookup }) },
    headersTimeout: STALL_MS,
    bodyTimeout: STALL_MS,
  });
  const both = AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]);
  const part = join(limits.dir, 'download');
  try {
    const answer = await follow(agent, wanted, allowPrivate, both);
    const size = await save(answer, wanted, part, limits.maxBytes);
    await rename(part, path);
    return size;
  } catch (error) {
    await rm(part, { force: true });
    // The import itself was called off: that is not about the source.
    if (signal.aborted) throw error;
    throw explain(error, wanted, limits);
  } finally {
    await agent.destroy();
  }
}

async function follow(
  agent: Agent,
  { url, name, ours }: WantedSrpm,
  allowPrivate: boolean,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  let at = checkUrl(url, undefined, allowPrivate);
  for (let hops = 0; ; hops++) {
    const answer = await request(at, {
      dispatcher: agent,
      signal,
      headers: { 'user-agent': 'kopr-dist-git', accept: '*/*' },
    });
    if (answer.statusCode === 200) return answer;
    drop(answer);
    const next = locationOf(answer);
    const status = `${answer.statusCode} ${answer.statusText}`.trim();
    if (TEMPORARY.has(answer.statusCode)) throw new Setback('download', `${name} answered ${status}`, tries(ours));
    if (next === undefined || ours) throw new Refusal('download', `${name} answered ${status}`);
    if (hops === MAX_REDIRECTS) throw new Refusal('download', `${name} redirects more than ${MAX_REDIRECTS} times`);
    at = checkUrl(next, at.href, allowPrivate);
  }
}

/** Nobody reads the body of a redirect or of an error; its connection would wait for that. */
function drop({ body }: Dispatcher.ResponseData): void {
  // Ending it is an error of the stream, which would end the process if nobody listened.
  body.on('error', () => undefined).destroy();
}

function locationOf({ statusCode, headers }: Dispatcher.ResponseData): string | undefined {
  const location = [headers['location']].flat()[0];
  return statusCode >= 300 && statusCode < 400 ? location : undefined;
}

async function save(
  answer: Dispatcher.ResponseData,
  wanted: WantedSrpm,
  path: string,
  maxBytes: number,
): Promise<number> {
  const announced = Number(answer.headers['content-length']);
  if (announced > maxBytes) throw tooLarge(wanted.name, maxBytes);
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'w', 0o640);
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(wanted.name, maxBytes);
      hash.update(chunk);
      await file.write(chunk);
    }
  } finally {
    await file.close();
  }
  check(wanted, size, hash.digest('hex'));
  return size;
}

function check({ name, ...wanted }: WantedSrpm, size: number, sha256: string): void {
  if (wanted.size !== null && size !== wanted.size) {
    throw new Refusal('download', `${name} has ${size} bytes, ${wanted.size} were expected`);
  }
  if (wanted.sha256 !== null && sha256 !== wanted.sha256) {
    throw new Refusal('download', `${name} has the SHA-256 ${sha256}, ${wanted.sha256} was expected`);
  }
}

function explain(error: unknown, { name, ours }: WantedSrpm, { timeoutMs }: DownloadLimits): unknown {
  if (error instanceof Refusal || error instanceof Setback || isLocal(error)) return error;
  const refused = refusalWithin(error);
  if (refused) return refused;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new Refusal('download', `${name} could not be downloaded within ${timeoutMs / 1000} seconds`);
  }
  const why = error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error);
  return new Setback('download', `${name} could not be downloaded: ${why}`, tries(ours));
}

/** A refusal by the lookup arrives wrapped by the connection that it ended. */
function refusalWithin(error: unknown): Refusal | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof Refusal) return at;
  return undefined;
}

/** Our own disk's errors: a full disk is not the server's fault. */
function isLocal(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES'].includes(String((error as NodeJS.ErrnoException).code))
  );
}

function tries(ours: boolean): number {
  return ours ? TRIES.ours : TRIES.stranger;
}

function tooLarge(name: string, maxBytes: number): Refusal {
  return new Refusal('too-large', `${name} is larger than ${maxBytes} bytes, which is the limit`);
}
