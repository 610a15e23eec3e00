/** Carries one claimed import to its end, or back into the line; tells the packager's log and the house. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backoff } from '@kopr/shared/domain';
import { isRetryable } from '@kopr/shared/errors';
import { Refusal, Setback } from '../domain/refusal.js';
import { maintain } from '../git/maintain.js';
import { type ImportLog, openImportLog } from '../sources/import-log.js';
import { isDiskFull } from '../sources/space.js';
import type { Job } from '../store/claim-next.js';
import { type Ending, postpone, waitFor } from '../store/imports.js';
import { importSource } from './import-source.js';
import { keepLease } from './keep-lease.js';
import type { Means, Work } from './means.js';
import { settleImport } from './settle-import.js';

/** An import whose process died this often is the cause of it. */
const MAX_CRASHES = 5;
/** Tries after an error that nobody foresaw. */
const SURPRISE_TRIES = 5;
const BACKOFF = { baseMs: 500, maxMs: 30_000 };

type Outcome = { ending: Ending } | { takenRepository: string } | { setback: Setback } | { lost: true };

/** Never throws for the packager's faults; throws when the database cannot be told, and then the lease runs out. */
export async function runImport(means: Means, job: Job, leaseMs: number): Promise<void> {
  const { layout, log } = means;
  const startedAt = performance.now();
  const dir = join(layout.work, job.claim);
  const story = await openImportLog(layout.log(job.build), (error) => {
    log.warn('import log not written', { build: job.build, error });
  });
  const lease = keepLease(means, job, leaseMs);
  try {
    const signal = AbortSignal.any([lease.signal, AbortSignal.timeout(means.limits.importMs)]);
    const outcome = await attempt(means, job, { dir, story, signal });
    const told = await conclude(means, job, outcome, story);
    const durationMs = Math.round(performance.now() - startedAt);
    log.info('import attempt ended', { build: job.build, tries: job.tries, ...told, durationMs });
  } finally {
    lease.stop();
    await story.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function attempt(means: Means, job: Job, work: Work): Promise<Outcome> {
  try {
    if (job.crashes >= MAX_CRASHES) throw new Refusal('internal', 'dist-git stopped in the middle of it too often');
    await mkdir(work.dir, { recursive: true });
    const done = await importSource(means, job, work);
    if ('takenRepository' in done) return done;
    return { ending: { type: 'source.imported', body: done.imported } };
  } catch (thrown) {
    return outcomeOf(means, job, work.signal.aborted ? work.signal.reason : thrown, work.signal);
  }
}

function outcomeOf(means: Means, job: Job, error: unknown, signal: AbortSignal): Outcome {
  if (error instanceof Refusal) return failed(job, error);
  if (signal.aborted) {
    const minutes = means.limits.importMs / 60_000;
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return isLate
      ? failed(job, new Refusal('too-large', `the import took longer than ${minutes} minutes`))
      : { lost: true };
  }
  const setback = setbackOf(means, job, error);
  return job.tries >= setback.tries ? failed(job, new Refusal(setback.code, setback.message)) : { setback };
}

function setbackOf({ log }: Means, job: Job, error: unknown): Setback {
  if (error instanceof Setback) return error;
  if (isDiskFull(error)) return new Setback('storage', 'the disk of dist-git is full');
  log.error('an import met an unforeseen error', { build: job.build, tries: job.tries, error });
  const tries = isRetryable(error) ? Infinity : SURPRISE_TRIES;
  return new Setback('internal', 'dist-git could not import this source: an internal error, see its log', tries);
}

function failed({ build }: Job, { code, message }: Refusal): Outcome {
  return { ending: { type: 'source.failed', body: { build, code, reason: message } } };
}

/** Ends the import or puts it back into the line; returns what a person may want to know of it. */
async function conclude(means: Means, job: Job, outcome: Outcome, story: ImportLog): Promise<object> {
  if ('lost' in outcome) return { how: 'lease lost' };
  if ('takenRepository' in outcome) {
    await waitFor(means.db, job, outcome.takenRepository);
    return { how: 'waits for its repository', repository: outcome.takenRepository };
  }
  if ('setback' in outcome) return putOff(means, job, outcome.setback, story);
  const ending = await settleImport(means, job, outcome.ending);
  if (!ending) return { how: 'ended by another claim' };
  await story.say(ending.type === 'source.imported' ? 'Imported' : `Failed: ${ending.body.reason}`);
  if (ending.type === 'source.imported') await maintain(`${means.layout.git}/${ending.body.repository}.git`);
  return summary(ending);
}

async function putOff(means: Means, job: Job, { message }: Setback, story: ImportLog): Promise<object> {
  const delayMs = backoff(job.tries, { ...BACKOFF, random: Math.random() });
  await story.say(`${message}; trying again in ${Math.ceil(delayMs / 1000)} s`);
  await postpone(means.db, job, message, delayMs);
  return { how: 'put off', reason: message, delayMs };
}

function summary(ending: Ending): object {
  if (ending.type === 'source.failed') return { how: 'failed', code: ending.body.code, reason: ending.body.reason };
  return { how: 'imported', repository: ending.body.repository, commits: ending.body.commits };
}
