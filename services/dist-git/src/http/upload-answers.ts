/** How uploads are refused: in words, as text. curl shows them; of pyrpkg's commands only the status is seen. */
import { asError, KoprError } from '@kopr/shared/errors';
import { isDiskFull } from '@kopr/shared/files';
import { refuse } from '@kopr/shared/intake';
import type { Log } from '@kopr/shared/log';
import type { ErrorRequestHandler, Response } from 'express';
import { overBudget } from '../domain/push/over-budget.js';
import { repositoryPath } from '../domain/names.js';
import type { ArchiveName } from '../domain/upload-form.js';
import type { Kept } from '../verbs/keep-upload.js';

/** What is told to nobody yet. */
export interface Telling {
  readonly log: Log;
  /** Called when the disk had no room; may be called often. */
  readonly tellFull: () => Promise<void>;
}

/** Thrown when whoever looks after the door has answered already. */
export class Answered extends Error {}

/** More than what may come. */
export function tooLarge(maxBytes: number): KoprError {
  return refuse(413, `an archive may have ${maxBytes} bytes at most`);
}

/** More than what may come in a day. */
export function tooMuch(dayBytes: number): KoprError {
  return refuse(429, overBudget(dayBytes));
}

/** The disk has none. */
export function noRoom(): KoprError {
  return refuse(507, 'the disk of dist-git is full; try again later');
}

/** Why an upload was not kept. */
export function whyNot(kept: Exclude<Kept, { end: 'stored' }>, archive: ArchiveName, maxBytes: number): KoprError {
  switch (kept.end) {
    case 'differs':
      return refuse(400, `SHA512 check failed. Received ${kept.sha512} instead of ${archive.sha512}.`);
    case 'too-large':
      return tooLarge(maxBytes);
    case 'no-room':
      return noRoom();
    case 'project-gone':
      return refuse(404, `the project of ${repositoryPath(archive.repository)} was deleted`);
  }
}

/** Answers what was thrown; passes on surprises. Express knows an error handler by its four parameters. */
export function sayWhy({ log, tellFull }: Telling): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const error = isDiskFull(thrown) ? noRoom() : asError(thrown);
    // The client may still be sending; it hears the answer if what it sends is taken off the line.
    request.resume();
    if (response.headersSent) return;
    if (!request.complete) response.set('connection', 'close');
    if (!(error instanceof KoprError) || error.code !== 'http') {
      next(error);
      return;
    }
    const status = statusOf(error);
    log.info('upload refused', { path: request.path, status, reason: error.message });
    if (status === 507) tellFull().catch((trouble: unknown) => log.warn('the full disk was not told', { trouble }));
    sayText(response.set(error.details['headers'] as Record<string, string>), error.message, status);
  };
}

/** One line or several; nobody keeps them. */
export function sayText(response: Response, text: string, status = 200): void {
  response.status(status).set('cache-control', 'no-store').type('text/plain').send(`${text}\n`);
}

function statusOf(error: KoprError): number {
  return Number(error.details['status']);
}
