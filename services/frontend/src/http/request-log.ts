/** Each request starts a trace, and is one line in the log. */
import { newTrace, withTrace, type Log } from '@kopr/shared/log';
import type { RequestHandler } from 'express';

const URL_CHARS = 500;

/** Puts everything that the request causes under one trace. */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const trace = newTrace();
    const begun = performance.now();
    const { method, originalUrl } = request;
    const tell = () => {
      const durationMs = Math.round(performance.now() - begun);
      log.info('request', { method, url: originalUrl.slice(0, URL_CHARS), status: response.statusCode, durationMs });
    };
    // The event comes from the socket, which knows nothing of the request's trace.
    response.on('close', () => withTrace(trace, tell));
    withTrace(trace, next);
  };
}
