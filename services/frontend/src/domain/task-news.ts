/** What news of a task does to its chroot. News has no order and may repeat; what comes too late changes nothing. */
import { createHash } from 'node:crypto';
import type { Body } from '@kopr/proto';
import { isFinalChroot, mergeAttempt, type Phase } from '@kopr/shared/domain';
import { chrootOfTask, withChroot, type Build, type Chroot } from './build.js';
import { moveChroot } from './move.js';

/** News of one attempt. `definition.fetched`: a builder with a valid token asked for its definition. */
export type TaskNews =
  | { type: 'task.assigned'; body: Pick<Body<'task.assigned'>, 'task' | 'attempt' | 'host'> }
  | { type: 'task.started'; body: Body<'task.started'> }
  | { type: 'task.finished'; body: Body<'task.finished'> }
  | { type: 'task.requeued'; body: Body<'task.requeued'> }
  | { type: 'task.given-up'; body: Body<'task.given-up'> }
  | { type: 'definition.fetched'; body: { task: string; attempt: number } };

const PHASES: Readonly<Record<TaskNews['type'], Phase>> = {
  'task.assigned': 'assigned',
  'definition.fetched': 'assigned',
  'task.started': 'started',
  'task.finished': 'finished',
  'task.requeued': 'lost',
  'task.given-up': 'lost',
};

/** The build after news of one of its tasks; the same object when the news is stale. */
export function onTaskNews(build: Build, news: TaskNews, now: Date): Build {
  const chroot = chrootOfTask(build, news.body.task);
  if (!chroot?.task || isClosed(chroot)) return build;
  const current = advance(chroot, news, now);
  const moved = current && applyNews(current, news, now);
  return moved ? withChroot(build, moved) : build;
}

/** Why a builder of this attempt is not wanted (any more); undefined when it is. */
export function whyNotCurrent({ state, phase, progress }: Chroot, attempt: number): string | undefined {
  if (isFinalChroot(state)) return `the task is ${state}`;
  if (phase === 'publishing') return 'another run was accepted';
  if (progress.attempt > attempt) return `attempt ${progress.attempt} was made since`;
  return progress.phase === 'lost' || progress.phase === 'finished' ? 'it is over' : undefined;
}

/** Accepting is the point of no return: after it, only the publisher's word counts. */
function isClosed(chroot: Chroot): boolean {
  return isFinalChroot(chroot.state) || chroot.phase === 'publishing';
}

/** The chroot with the attempt of the news taken over, or undefined when that attempt is not current. */
function advance(chroot: Chroot, news: TaskNews, now: Date): Chroot | undefined {
  const progress = { attempt: news.body.attempt, phase: PHASES[news.type] };
  const merged = mergeAttempt(chroot.progress, progress);
  // Giving up is about the task, so the end of its last attempt may be known already.
  const lastWord = news.type === 'task.given-up' && progress.attempt === chroot.progress.attempt;
  if (merged === 'stale' && !lastWord) return undefined;
  const known = { ...chroot, progress };
  if (merged !== 'adopt') return known;
  return { ...(moveChroot(known, 'lost', now) ?? known), host: null, address: null };
}

function applyNews(chroot: Chroot, news: TaskNews, now: Date): Chroot | undefined {
  switch (news.type) {
    case 'task.assigned':
      return { ...(moveChroot(chroot, 'assigned', now) ?? chroot), host: news.body.host };
    case 'definition.fetched':
      return moveChroot(chroot, 'assigned', now) ?? chroot;
    case 'task.started': {
      const { host, address, startedAt } = news.body;
      const started = { ...chroot, host, address, began: true, startedAt: new Date(startedAt) };
      return moveChroot(started, 'started', now) ?? started;
    }
    case 'task.finished':
      return onFinished(chroot, news.body, now);
    case 'task.requeued':
      return moveChroot(chroot, 'lost', now) ?? chroot;
    case 'task.given-up':
      return moveChroot(chroot, 'broke', now, news.body.reason);
  }
}

function onFinished(chroot: Chroot, body: Body<'task.finished'>, now: Date): Chroot | undefined {
  const startedAt = body.startedAt === null ? chroot.startedAt : new Date(body.startedAt);
  const seen = { ...chroot, host: body.host, began: chroot.began || body.startedAt !== null, startedAt };
  switch (body.outcome) {
    case 'succeeded':
      return accept(seen, body, now);
    case 'failed':
      return moveChroot(seen, 'broke', now, body.reason ?? 'the build failed');
    case 'skipped':
      return moveChroot(seen, 'skipped', now, body.reason ?? 'this architecture is excluded');
    case 'stopped':
      return queueAnew(seen, now);
  }
}

/** More stops than this are no accident. */
const MOST_ATTEMPTS = 10;

/**
 * Nobody canceled it (that would be final), so it goes back in line. For the scheduler the stopped attempt was the
 * task's end; a number that it has not seen tells it that the task is wanted again.
 */
function queueAnew(chroot: Chroot, now: Date): Chroot | undefined {
  const attempt = chroot.progress.attempt + 1;
  if (attempt > MOST_ATTEMPTS) return moveChroot(chroot, 'broke', now, 'its builders were stopped again and again');
  const back = moveChroot(chroot, 'lost', now) ?? chroot;
  return { ...back, progress: { attempt, phase: 'queued' }, host: null, address: null };
}

function accept(chroot: Chroot, body: Body<'task.finished'>, now: Date): Chroot | undefined {
  if (body.manifest === null) return moveChroot(chroot, 'broke', now, 'the builder delivered no results');
  const request = publishRequestId(body.task, body.attempt);
  return moveChroot({ ...chroot, manifest: body.manifest, request }, 'accepted', now);
}

/** One id for each task and attempt (a UUID, version 8), so that saying the order again is the same order. */
export function publishRequestId(task: string, attempt: number): string {
  const hex = createHash('sha256').update(`publish ${task} ${attempt}`).digest('hex');
  const variant = '89ab'[parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
