/** The connection to one Docker Engine, and what its errors mean. */
import { readFileSync } from 'node:fs';
import Docker from 'dockerode';
import { asError, KoprError } from '@kopr/shared/errors';
import type { WorkerHost } from '../../domain/workers.js';

/** A client of the host's engine; connects at each call, so that it is there again when the host is. */
export function engineOf({ socket, url, tls }: WorkerHost): Docker {
  if (socket !== undefined) return new Docker({ socketPath: socket });
  const { hostname, port } = new URL(url ?? '');
  const pem = (path: string | undefined): Buffer => readFileSync(path ?? '');
  return new Docker({
    protocol: 'https',
    host: hostname,
    port: Number(port),
    ca: pem(tls?.ca),
    cert: pem(tls?.cert),
    key: pem(tls?.key),
  });
}

/** The HTTP status of an engine's refusal, if it is one. */
export function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Turns an engine's error into the contract's: vanished, host-away, host-refused. */
export function translate(error: unknown): KoprError {
  if (error instanceof KoprError) return error;
  const { message } = asError(error);
  const status = statusOf(error);
  if (status === undefined) return new KoprError('host-away', `the engine does not answer: ${message}`, {}, error);
  if (status === 404) return new KoprError('vanished', message, {}, error);
  return new KoprError('host-refused', message, { status }, error);
}

/** Runs a call with its errors translated. */
export async function calling<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translate(error);
  }
}
