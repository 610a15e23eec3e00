/** Starts a service's parts in order and ends them in reverse; knows nothing of processes and signals, so that tests can use it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log/index.js';
import { openHealth } from './health.js';
import type { Part } from './part.js';

/** `port` serves `/healthz` and `/readyz`, and everything else with `http` (an express app or a plain handler). */
export interface ServiceOptions {
  readonly name: string;
  readonly log: Log;
  readonly port: number;
  readonly parts: readonly Part[];
  readonly http?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** A started service. `stop` drains every part, then stops them all; it may be called twice. */
export interface RunningService {
  /** The port that it listens on; differs from the one asked for when that was 0. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts everything; when a part cannot start, stops what was started and throws that part's error. */
export async function startService({ name, log, port, parts, http }: ServiceOptions): Promise<RunningService> {
  const phase = { started: false };
  const health = await openHealth({ port, parts, http, isUp: () => phase.started });
  const begun: Part[] = [];
  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    phase.started = false;
    const order = begun.toReversed();
    for (const part of order) await attempt(log, 'drain', part, part.drain?.bind(part));
    for (const part of order) await attempt(log, 'stop', part, part.stop.bind(part));
    await health.close();
  };
  const stop = (): Promise<void> => (ending ??= end());
  try {
    for (const part of parts) {
      // Noted before it starts, so that a half-started part is stopped too.
      begun.push(part);
      await part.start();
    }
  } catch (error) {
    await stop();
    throw error;
  }
  phase.started = true;
  log.info('started', { name, port: health.port, parts: parts.map((part) => part.name) });
  return { port: health.port, stop };
}

async function attempt(log: Log, what: string, part: Part, run: (() => Promise<void>) | undefined): Promise<void> {
  try {
    await run?.();
  } catch (error) {
    // One part's trouble must not keep the others from ending well.
    log.error('a part did not end well', { what, part: part.name, error });
  }
}
