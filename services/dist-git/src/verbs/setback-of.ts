/** Makes a setback of whatever went wrong on our side. */
import { isRetryable } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import { Setback } from '../domain/refusal.js';
import { isDiskFull, ranOutOfSpace } from '../sources/space.js';
import type { Job } from '../store/claim-next.js';

/** Tries after an error that nobody foresaw. */
const SURPRISE_TRIES = 5;

/** A full disk and a busy database pass without anybody giving up; a surprise is tried a few times. */
export function setbackOf(log: Log, { build, tries }: Job, error: unknown): Setback {
  if (error instanceof Setback) return error;
  if (isDiskFull(error)) return ranOutOfSpace();
  log.error('an import met an unforeseen error', { build, tries, error });
  return new Setback(
    'internal',
    'dist-git could not import this source: an internal error, see its log',
    isRetryable(error) ? Infinity : SURPRISE_TRIES,
  );
}
