/** Answers that end a request early. */
import type { ErrorRequestHandler } from 'express';
import { asError, KoprError } from '../errors/index.js';
import { isDiskFull } from '../files/index.js';
import type { Log } from '../log/index.js';

/** The error that the application turns into `status` and `{"error": message}`. */
export function refuse(status: number, message: string, headers: Readonly<Record<string, string>> = {}): KoprError {
  return new KoprError('http', message, { status, headers });
}

/** The header that says where to go on. */
export function offsetHeader(bytes: number): Record<string, string> {
  return { 'Kopr-Offset': String(bytes) };
}

/** Turns whatever a route threw into an answer in JSON. Express knows an error handler by its four parameters. */
export function answerError(log: Log): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const error = asError(thrown);
    const { status, headers } = answerTo(error);
    if (status >= 500) log.error('request failed', { method: request.method, path: request.path, status, error });
    else log.info('request refused', { method: request.method, path: request.path, status, reason: error.message });
    // An answer that has begun cannot become another; with nothing left to ask, Express cuts the line.
    if (response.headersSent) {
      next();
      return;
    }
    // The client may still be sending; it hears the answer if what it sends is taken off the line.
    if (!request.complete) {
      response.set('Connection', 'close');
      request.resume();
    }
    response
      .status(status)
      .set(headers)
      .json({ error: status === 500 ? 'internal error' : error.message });
  };
}

function answerTo(error: Error): { status: number; headers: Record<string, string> } {
  if (error instanceof KoprError && error.code === 'http') {
    return {
      status: Number(error.details['status']),
      headers: { ...(error.details['headers'] as Record<string, string>) },
    };
  }
  if (isDiskFull(error)) return { status: 507, headers: {} };
  // The body parser's own refusals, and uploads that broke off.
  if ('status' in error && typeof error.status === 'number') return { status: error.status, headers: {} };
  if ('code' in error && error.code === 'ECONNRESET') return { status: 400, headers: {} };
  return { status: 500, headers: {} };
}
