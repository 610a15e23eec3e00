/** Carries one claimed order to its end, or back into the line; tells the packager's log and the house. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceStage } from '@kopr/proto';
import { backoff } from '@kopr/shared/domain';
import { deadline } from '@kopr/shared/guard';
import { tellFailure } from '../domain/failure.js';
import { type FailureCode, type FailureDetails, Refusal, type Setback } from '../domain/refusal.js';
import { type ImportLog, openImportLog } from '../sources/import-log.js';
import type { Job } from '../store/claim-next.js';
import type { Ending } from '../store/ending.js';
import { postpone, waitFor } from '../store/imports.js';
import { importSource } from './import-source.js';
import { keepLease } from './keep-lease.js';
import type { Means, Work } from './means.js';
import { resolveSource } from './resolve-source.js';
import { setbackOf } from './setback-of.js';
import { settleOrder } from './settle-order.js';
import { tellDiskFull } from './tell-disk.js';

/** An order whose process died this often is the cause of it. */
const MAX_CRASHES = 5;
const BACKOFF = { baseMs: 500, maxMs: 30_000 };

type Outcome = { ending: Ending } | { takenRepository: string } | { setback: Setback } | { lost: true };

/** Never throws for the packager's faults; throws when the database cannot be told, and then the lease runs out. */
export async function runOrder(means: Means, job: Job, leaseMs: number): Promise<void> {
  const { layout, log } = means;
  const startedAt = performance.now();
  const dir = join(layout.work, job.claim);
  const story = await openImportLog(layout.log(job.build), (error) => {
    log.warn('import log not written', { build: job.build, error });
  });
  const lease = keepLease(means, job, leaseMs);
  const time = deadline(means.limits.importMs, lease.signal);
  try {
    const outcome = await attempt(means, job, { dir, story, signal: time.signal });
    // Before anything is said: on a full disk the log has room only when this is gone.
    await rm(dir, { recursive: true, force: true });
    const told = await conclude(means, job, outcome, story);
    const durationMs = Math.round(performance.now() - startedAt);
    log.info('attempt at a source ended', { build: job.build, kind: job.kind, tries: job.tries, ...told, durationMs });
  } finally {
    time.clear();
    lease.stop();
    await story.close();
  }
}

async function attempt(means: Means, job: Job, about: Omit<Work, 'begin'>): Promise<Outcome> {
  let step: SourceStage = 'import';
  const work = { ...about, begin: (next: SourceStage) => void (step = next) };
  try {
    if (job.crashes >= MAX_CRASHES) throw new Refusal('internal', 'dist-git stopped in the middle of it too often');
    await mkdir(work.dir, { recursive: true });
    return await carryOut(means, job, work);
  } catch (thrown) {
    return outcomeOf(means, job, {
      step,
      error: work.signal.aborted ? work.signal.reason : thrown,
      signal: work.signal,
    });
  }
}

async function carryOut(means: Means, job: Job, work: Work): Promise<Outcome> {
  if (job.kind === 'resolve') {
    return { ending: { type: 'source.resolved', body: await resolveSource(means, job.request, work) } };
  }
  const done = await importSource(means, job, work);
  return 'takenRepository' in done ? done : { ending: { type: 'source.imported', body: done.imported } };
}

/** What stopped it, and in which step. */
interface Stop {
  readonly step: SourceStage;
  readonly error: unknown;
  readonly signal: AbortSignal;
}

function outcomeOf(means: Means, job: Job, { step, error, signal }: Stop): Outcome {
  const fail = (code: FailureCode, reason: string, details: FailureDetails): Outcome => ({
    ending: {
      type: 'source.failed',
      body: { build: job.build, code, reason, ...tellFailure(code, step, details) },
    },
  });
  if (error instanceof Refusal) return fail(error.code, error.message, error.details);
  if (signal.aborted) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    const minutes = means.limits.importMs / 60_000;
    return isLate ? fail('timeout', `the import took longer than ${minutes} minutes`, {}) : { lost: true };
  }
  const setback = setbackOf(means.log, job, error);
  return job.tries >= setback.tries ? fail(setback.code, setback.message, setback.details) : { setback };
}

/** Ends the order or puts it back into the line; returns what a person may want to know of it. */
async function conclude(means: Means, job: Job, outcome: Outcome, story: ImportLog): Promise<object> {
  if ('lost' in outcome) return { how: 'lease lost' };
  if ('takenRepository' in outcome) {
    await waitFor(means.db, job, outcome.takenRepository);
    return { how: 'waits for its repository', repository: outcome.takenRepository };
  }
  if ('setback' in outcome) return putOff(means, job, outcome.setback, story);
  const ending = await settleOrder(means, job, outcome.ending);
  if (!ending) return { how: 'ended by another claim' };
  await story.say(lastWords(ending));
  return summary(ending);
}

async function putOff(means: Means, job: Job, { message, isFull }: Setback, story: ImportLog): Promise<object> {
  const delayMs = backoff(job.tries, { ...BACKOFF, random: Math.random() });
  await story.say(`${message}; trying again in ${Math.ceil(delayMs / 1000)} s`);
  await postpone(means.db, job, { note: message, delayMs, forSpace: isFull });
  if (isFull) await tellDiskFull(means);
  return { how: 'put off', reason: message, delayMs };
}

function lastWords(ending: Ending): string {
  if (ending.type === 'source.failed') return `Failed: ${ending.body.reason}`;
  return ending.type === 'source.imported' ? 'Imported' : 'Resolved: a builder makes the SRPM';
}

function summary(ending: Ending): object {
  if (ending.type === 'source.resolved') return { how: 'resolved', pin: ending.body.pin };
  if (ending.type === 'source.imported') {
    return { how: 'imported', repository: ending.body.repository, commits: ending.body.commits };
  }
  const { code, stage, reason } = ending.body;
  return { how: 'failed', code, stage, reason };
}
