/** The life of one attempt from its container's start to its removal; begun anew after a restart of ours, it ends the same. */
import { asError } from '@kopr/shared/errors';
import type { Log } from '@kopr/shared/log';
import type { Backend, Contained } from '../backends/backend.js';
import type { Control } from '../domain/control.js';
import { lastWords, timeoutMark, VANISHED, verdictOf, type End, type Ending, type Verdict } from '../domain/outcome.js';
import { followControl } from './follow-control.js';
import { LogGap, LogRefused, type LogIntake } from './intake.js';
import type { News } from './news.js';
import { insist } from './patience.js';
import { heldOf, storeAt, storeLog, type LogJob } from './store-log.js';
import { hasCode } from './has-code.js';

export interface AttendOptions {
  readonly backend: Backend;
  readonly intake: LogIntake;
  readonly news: News;
  readonly log: Log;
  /** Ends the attending, not the container. */
  readonly signal: AbortSignal;
}

/**
 * Follows the container to its end, stores its whole log, says what came of it, removes it: in this order, so that a
 * crash anywhere leaves a container from which the next manager goes on.
 */
export async function attend(contained: Contained, options: AttendOptions): Promise<void> {
  const { backend, news, log, signal } = options;
  const patience = { log, signal };
  const said = contained.state === 'running' ? news.started(contained, patience) : Promise.resolve();
  const [end] = await Promise.all([endOf(contained, options), said]);
  await news.ended(contained.attempt, end, patience);
  await insist('remove the container', patience, () => backend.remove(contained.id));
  log.info('attempt ended', { ...end.verdict });
}

async function endOf(contained: Contained, options: AttendOptions): Promise<End> {
  try {
    return await followToEnd(contained, options);
  } catch (error) {
    if (!hasCode(error, 'vanished')) throw error;
    return { verdict: VANISHED, startedAt: contained.startedAt, endedAt: new Date() };
  }
}

/** While the host is away nothing is known: follow again when it is back. */
function followToEnd(contained: Contained, options: AttendOptions): Promise<End> {
  const isFinal = (error: unknown): boolean => hasCode(error, 'vanished');
  return insist('follow the container', options, () => followOnce(contained, options), isFinal);
}

async function followOnce(contained: Contained, options: AttendOptions): Promise<End> {
  const { backend, intake, log } = options;
  const { id, attempt } = contained;
  // Of three that run side by side, the failure of one ends the others.
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const output = (): AsyncIterable<Buffer> => backend.output(id, 'stdout', signal);
  const job: LogJob = { attempt, intake, patience: { log, signal }, output };
  try {
    const [size, control, ending] = await Promise.all([
      storeOrRefuse(job, options, contained),
      followControl({ backend, id, log, signal }),
      endingWithinTime(contained, options, signal),
    ]);
    const verdict = verdictOf(attempt, ending, control);
    await closeLog(job, size, verdict, control);
    return { verdict, startedAt: ending.startedAt, endedAt: ending.endedAt };
  } finally {
    broken.abort();
  }
}

const REFUSED = -1;

/** A log that the intake will not take any more (over its budget) ends the container, not the manager's patience. */
async function storeOrRefuse(job: LogJob, { backend }: AttendOptions, { id }: Contained): Promise<number> {
  try {
    return await storeLog(job, await heldOf(job));
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
    await backend.stop(id, { why: 'limit', reason: `the log was refused: ${error.message}` });
    return REFUSED;
  }
}

/** The words that the builder could not write itself, then the seal. A log that nobody takes must not hold the slot for ever. */
async function closeLog(job: LogJob, size: number, verdict: Verdict, control: Control): Promise<void> {
  const isFinal = (error: unknown): boolean => error instanceof LogGap || error instanceof LogRefused;
  try {
    const whole = size === REFUSED ? await heldOf(job) : await storeAt(job, size, lastWords(verdict, control));
    await insist('seal the log', job.patience, () => job.intake.seal(job.attempt, whole), isFinal);
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
    job.patience.log.warn('the log was refused', { error });
  }
}

// Node fires a longer timer at once.
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Waits for the end, and brings it about when the time is up. */
async function endingWithinTime(contained: Contained, options: AttendOptions, signal: AbortSignal): Promise<Ending> {
  const { attempt, id, startedAt } = contained;
  const { backend, log } = options;
  const dueMs = (startedAt ?? new Date()).getTime() + attempt.timeLimitS * 1000 - Date.now();
  const timeUp = (): void => {
    log.info('time is up', { timeLimitS: attempt.timeLimitS });
    const stop = (): Promise<void> => backend.stop(id, timeoutMark(attempt));
    // It rejects only when nobody follows the container any more; whoever does next has a timer of its own.
    insist('stop the container', options, stop, (error) => hasCode(error, 'vanished')).catch(() => undefined);
  };
  const timer = setTimeout(timeUp, Math.min(Math.max(0, dueMs), MAX_TIMER_MS));
  try {
    return await unlessAborted(signal, backend.ending(id));
  } finally {
    clearTimeout(timer);
  }
}

/** What was asked for may take as long as a build; who leaves does not wait for it. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const leaving = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(asError(signal.reason)), { once: true });
  });
  return Promise.race([work, leaving]);
}
