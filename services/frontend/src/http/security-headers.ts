/** What a browser may do with our pages. */
import type { RequestHandler } from 'express';
import type { Config } from '../config.js';

/** Scripts and styles only from here; live logs and results from where the settings say. */
export function securityHeaders({ intakeUrl, resultsUrl }: Config): RequestHandler {
  const elsewhere = [intakeUrl, resultsUrl].map((url) => new URL(url).origin).join(' ');
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ${elsewhere}`,
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
