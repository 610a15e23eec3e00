/** Answers to those who send deliveries: Copr's words on the first line, what people may want to know on the next. */
import { asError } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import type { ErrorRequestHandler, Response } from 'express';
import { STATUS } from '../api/answer.js';
import { refusalOf } from '../domain/refusal.js';
import { httpErrorOf } from '../http/body.js';
import { loggedUrl } from '../http/request-log.js';

/** When to come again, by status. */
const RETRY_AFTER_S: Readonly<Record<number, number>> = { 429: 600, 503: 5 };

/** Text of the media type that Copr's answers have; nothing that was sent is repeated in it. */
export function answer(response: Response, status: number, ...lines: string[]): void {
  const seconds = RETRY_AFTER_S[status];
  if (seconds !== undefined) response.set('Retry-After', String(seconds));
  response.status(status).type('html').send(lines.map(escaped).join('\n'));
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string): string => text.replace(/[&<>]/g, (one) => ESCAPES[one] ?? one);

/** What went wrong, for the forge's list of deliveries. */
export function hookErrors(log: Log): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    // Senders read the answer after they have sent everything.
    if (!request.complete) request.resume();
    const refusal = refusalOf(thrown);
    const known = refusal ? { status: STATUS[refusal.code], message: refusal.message } : httpErrorOf(thrown);
    if (known) {
      // Copr ends its words' line, and scripts compare whole answers.
      answer(response, known.status, known.message, '');
      return;
    }
    log.error('a webhook failed', { url: loggedUrl(request.originalUrl), error: asError(thrown) });
    answer(response, 500, 'Something went wrong here, and it is in the log.');
  };
}
