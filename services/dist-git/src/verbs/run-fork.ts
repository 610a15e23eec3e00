/** Carries one claimed copy to its end, or puts it back into the line. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backoff } from '@kopr/shared/domain';
import { asError, isRetryable } from '@kopr/shared/errors';
import { isDiskFull } from '../sources/space.js';
import { endFork, type Fork, postponeFork } from '../store/forks.js';
import { type Forked, forkSources } from './fork-sources.js';
import type { Means } from './means.js';

/** Tries that ended in an error, or with their process. */
const MAX_TRIES = 8;
const BACKOFF = { baseMs: 500, maxMs: 30_000 };
const LATER_MS = 1_000;

type Outcome = Forked | { readonly how: 'failed'; readonly error: Error; readonly free: boolean };

/** Throws only when the database cannot be told; then the lease runs out. */
export async function runFork(means: Means, fork: Fork): Promise<void> {
  const { db, log, layout } = means;
  const startedAt = performance.now();
  const outcome = await attempt(means, fork, join(layout.work, fork.claim));
  const { how, ...rest } = outcome;
  const { from, to, package: name, tries } = fork;
  const about = { from, to, package: name, tries, ...rest, durationMs: Math.round(performance.now() - startedAt) };
  if (how === 'later') await postponeFork(db, fork, { note: outcome.reason, delayMs: LATER_MS, free: true });
  else if (how === 'failed' && (outcome.free || tries + 1 < MAX_TRIES)) {
    const delayMs = outcome.free ? BACKOFF.maxMs : backoff(tries + 1, { ...BACKOFF, random: Math.random() });
    await postponeFork(db, fork, { note: outcome.error.message, delayMs, free: outcome.free });
    log.warn('sources not forked yet', about);
  } else {
    await endFork(db, fork);
    if (how === 'failed') log.error('sources not forked', about);
    else log.info(how === 'forked' ? 'sources forked' : 'no sources forked', about);
  }
}

async function attempt(means: Means, fork: Fork, dir: string): Promise<Outcome> {
  if (fork.tries >= MAX_TRIES) return failed(new Error('dist-git stopped in the middle of it too often'));
  try {
    await mkdir(dir, { recursive: true });
    return await forkSources(means, fork, dir);
  } catch (error) {
    return failed(asError(error));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** A full disk and a busy database pass without anybody giving up. */
function failed(error: Error): Outcome {
  return { how: 'failed', error, free: isDiskFull(error) || isRetryable(error) };
}
