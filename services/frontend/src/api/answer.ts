/** Answers of the API: JSON as Copr's framework writes it, and its shapes of errors. */
import type { Log } from '@kopr/shared/log';
import { asError } from '@kopr/shared/errors';
import type { ErrorRequestHandler, Response } from 'express';
import { refusalOf, type RefusalCode } from '../domain/refusal.js';
import { httpErrorOf } from '../http/body.js';

/** The HTTP status of each kind of refusal. */
export const STATUS: Readonly<Record<RefusalCode, number>> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  'too-many': 429,
  'no-json': 415,
  'no-room': 507,
  busy: 503,
};

/** JSON in ASCII with a newline at its end. */
export function sendJson(response: Response, status: number, value: unknown): void {
  const text = `${inAscii(JSON.stringify(value))}\n`;
  // Past express, which would add a charset that Copr's answers do not have. Head and body leave as one text, at once.
  response
    .writeHead(status, { 'Content-Type': 'application/json', Vary: 'Cookie', 'Content-Length': text.length })
    .end(text, 'latin1');
}

/** JSON's text with all that is not ASCII escaped. */
export function inAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Copr's answer to a missing, wrong or expired token. */
export function unauthorized(response: Response, frontendUrl: string): void {
  const error = `Login invalid/expired. Please visit ${frontendUrl}/api to get or renew your API token.`;
  sendJson(response, 401, { output: 'notok', error });
}

/** Errors as JSON under `key` (`error` for the API, `msg` for builders). Surprises go to the log, not to the asker. */
export function jsonErrors(log: Log, key: 'error' | 'msg'): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    // Clients read the answer after they have sent everything, so the rest of an upload is read and thrown away.
    if (!request.complete) request.resume();
    const refusal = refusalOf(thrown);
    if (refusal) {
      sendJson(response, STATUS[refusal.code], { [key]: refusal.message });
      return;
    }
    const known = httpErrorOf(thrown);
    if (known) {
      sendJson(response, known.status, { [key]: known.message });
      return;
    }
    log.error('a request failed', { url: request.originalUrl, error: asError(thrown) });
    const bug = "Request wasn't successful, there is probably a bug in the Kopr code.";
    sendJson(response, 500, { [key]: bug });
  };
}
