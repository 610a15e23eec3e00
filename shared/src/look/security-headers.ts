/** What a browser may do with our pages. */
import type { RequestHandler } from 'express';

/** Scripts and styles only from here; `connectTo`: other addresses that the scripts may read from. */
export function securityHeaders(connectTo: readonly string[] = []): RequestHandler {
  const policy = [
    "default-src 'self'",
    ["connect-src 'self'", ...connectTo.map((url) => new URL(url).origin)].join(' '),
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  const headers = Object.entries({
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
  });
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}
