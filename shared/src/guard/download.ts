/** Brings a file from an address that a stranger gave onto our disk: guarded at each step, bounded in bytes, time and redirects. */
import { rm } from 'node:fs/promises';
import { deadline } from './deadline.js';
import type { DialOptions } from './dial.js';
import { fetchFile } from './fetch.js';
import type { GuardRules } from './rules.js';
import { type Expected, save, type Saved } from './save.js';
import { type DownloadFault, DownloadTrouble } from './trouble.js';

/** One download. */
export interface DownloadOrder extends DialOptions, Expected {
  readonly url: string;
  /** Only `http` and `https` are spoken here. */
  readonly rules: GuardRules;
  readonly timeoutMs: number;
  readonly userAgent: string;
  readonly maxRedirects?: number;
  readonly stallMs?: number;
  /** Calls the download off; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What came, or why nothing did; the problem names the file and is for packagers. */
export type Downloaded =
  | ({ readonly ok: true } & Saved)
  | { readonly ok: false; readonly fault: DownloadFault; readonly problem: string; readonly temporary: boolean };

/** As many as curl and browsers take, about: chains of mirrors have two or three. */
const MAX_REDIRECTS = 10;
const STALL_MS = 60_000;

/** Downloads to `path`, where nothing is left when it fails. Rejects when called off, and for errors of our own disk. */
export async function download(order: DownloadOrder, path: string): Promise<Downloaded> {
  const time = deadline(order.timeoutMs, order.signal);
  try {
    return { ok: true, ...(await run(order, path, time.signal)) };
  } catch (error) {
    await rm(path, { force: true });
    order.signal?.throwIfAborted();
    if (time.isOver()) return late(order);
    if (!(error instanceof DownloadTrouble)) throw error;
    return { ok: false, fault: error.fault, problem: error.message, temporary: error.temporary };
  } finally {
    time.clear();
  }
}

async function run(order: DownloadOrder, path: string, signal: AbortSignal): Promise<Saved> {
  const asking = {
    ...order,
    rules: { ...order.rules, schemes: order.rules.schemes.filter((scheme) => scheme === 'http' || scheme === 'https') },
    maxRedirects: order.maxRedirects ?? MAX_REDIRECTS,
    stallMs: order.stallMs ?? STALL_MS,
    isPinned: typeof order.sha256 === 'string',
  };
  const answer = await fetchFile(asking, signal);
  signal.throwIfAborted();
  const callOff = (): unknown => answer.destroy(signal.reason as Error);
  signal.addEventListener('abort', callOff, { once: true });
  try {
    return await save(answer, path, order, asking.stallMs);
  } finally {
    signal.removeEventListener('abort', callOff);
    answer.destroy();
  }
}

function late({ name, timeoutMs }: DownloadOrder): Downloaded {
  const problem = `${name} could not be downloaded within ${timeoutMs / 1000} seconds`;
  return { ok: false, fault: 'late', problem, temporary: false };
}
