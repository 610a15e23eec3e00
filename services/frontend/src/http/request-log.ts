/** Each request starts a trace, and is one line in the log. */
import { newTrace, withTrace, type Log } from '@kopr/shared/log';
import type { RequestHandler } from 'express';

const URL_CHARS = 500;
/** Uploads and webhooks; as forgiving as the router: absolute addresses, any case, doubled slashes. */
const SECRET = /^((?:[a-z]+:\/\/[^/]*)?\/+(?:tmp|webhooks\/+[^/]*)\/).+/i;

/** An address as the log may have it: short, and without what is the only key to an upload or a webhook. */
export function loggedUrl(url: string): string {
  return url.replace(SECRET, '$1…').slice(0, URL_CHARS);
}

/** Puts everything that the request causes under one trace. */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const trace = newTrace();
    const begun = performance.now();
    const { method, originalUrl } = request;
    const tell = () => {
      const durationMs = Math.round(performance.now() - begun);
      log.info('request', { method, url: loggedUrl(originalUrl), status: response.statusCode, durationMs });
    };
    // The event comes from the socket, which knows nothing of the request's trace.
    response.on('close', () => withTrace(trace, tell));
    withTrace(trace, next);
  };
}
