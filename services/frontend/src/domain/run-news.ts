/** What news of attempts does to a part of a build, whichever kind of task it is. News has no order and may repeat; what comes too late changes nothing. */
import type { Body } from '@kopr/proto';
import { mergeAttempt, type Phase } from '@kopr/shared/domain';
import type { Run } from './run.js';

/** News of one attempt. `definition.fetched`: a builder with a valid token asked for its definition. */
export type RunNews =
  | { type: 'task.assigned'; body: Pick<Body<'task.assigned'>, 'task' | 'attempt' | 'host'> }
  | { type: 'task.started'; body: Body<'task.started'> }
  | { type: 'task.finished'; body: Body<'task.finished'> }
  | { type: 'task.requeued'; body: Body<'task.requeued'> }
  | { type: 'task.given-up'; body: Body<'task.given-up'> }
  | { type: 'definition.fetched'; body: { task: string; attempt: number } };

/** What differs between the kinds of tasks. Moves answer undefined when they come too late. */
export interface RunKind<P extends Run> {
  /** Why no builder's word counts any more; undefined while one does. Accepting is the point of no return. */
  whyClosed(part: P): string | undefined;
  move(part: P, news: 'assigned' | 'started' | 'lost', now: Date): P | undefined;
  /** The task, not only an attempt, came to nothing. */
  breakOff(part: P, now: Date, reason: string): P | undefined;
  /** What a builder came to that was not stopped; its manifest is not null when it succeeded. */
  end(part: P, body: Body<'task.finished'>, now: Date): P | undefined;
}

const PHASES: Readonly<Record<RunNews['type'], Phase>> = {
  'task.assigned': 'assigned',
  'definition.fetched': 'assigned',
  'task.started': 'started',
  'task.finished': 'finished',
  'task.requeued': 'lost',
  'task.given-up': 'lost',
};

/** The part after the news; undefined when the news is stale. */
export function onRunNews<P extends Run>(kind: RunKind<P>, part: P, news: RunNews, now: Date): P | undefined {
  if (kind.whyClosed(part) !== undefined) return undefined;
  const current = advance(kind, part, news, now);
  return current && applyNews(kind, current, news, now);
}

/** Why a builder of this attempt is not wanted (any more); undefined when it is. */
export function whyNotCurrent<P extends Run>(kind: RunKind<P>, part: P, attempt: number): string | undefined {
  const { progress } = part;
  const why = kind.whyClosed(part);
  if (why !== undefined) return why;
  if (progress.attempt > attempt) return `attempt ${progress.attempt} was made since`;
  return progress.phase === 'lost' || progress.phase === 'finished' ? 'it is over' : undefined;
}

/** The part with the attempt of the news taken over, or undefined when that attempt is not current. */
function advance<P extends Run>(kind: RunKind<P>, part: P, news: RunNews, now: Date): P | undefined {
  const progress = { attempt: news.body.attempt, phase: PHASES[news.type] };
  const merged = mergeAttempt(part.progress, progress);
  // Giving up is about the task, so the end of its last attempt may be known already.
  const lastWord = news.type === 'task.given-up' && progress.attempt === part.progress.attempt;
  if (merged === 'stale' && !lastWord) return undefined;
  const known = { ...part, progress };
  if (merged !== 'adopt') return known;
  return { ...(kind.move(known, 'lost', now) ?? known), host: null, address: null };
}

function applyNews<P extends Run>(kind: RunKind<P>, part: P, news: RunNews, now: Date): P | undefined {
  switch (news.type) {
    case 'task.assigned':
      return { ...(kind.move(part, 'assigned', now) ?? part), host: news.body.host };
    case 'definition.fetched':
      return kind.move(part, 'assigned', now) ?? part;
    case 'task.started': {
      const { host, address, startedAt } = news.body;
      const started = { ...part, host, address, began: true, startedAt: new Date(startedAt) };
      return kind.move(started, 'started', now) ?? started;
    }
    case 'task.finished':
      return onFinished(kind, part, news.body, now);
    case 'task.requeued':
      return kind.move(part, 'lost', now) ?? part;
    case 'task.given-up':
      return kind.breakOff(part, now, news.body.reason);
  }
}

function onFinished<P extends Run>(kind: RunKind<P>, part: P, body: Body<'task.finished'>, now: Date): P | undefined {
  const startedAt = body.startedAt === null ? part.startedAt : new Date(body.startedAt);
  const seen = { ...part, host: body.host, began: part.began || body.startedAt !== null, startedAt };
  if (body.outcome === 'stopped') return queueAnew(kind, seen, now);
  if (body.outcome === 'succeeded' && body.manifest === null)
    return kind.breakOff(seen, now, 'the builder delivered no results');
  return kind.end(seen, body, now);
}

/** More stops than this are no accident. */
const MOST_ATTEMPTS = 10;

/**
 * Nobody canceled it (that would be final), so it goes back in line. For the scheduler the stopped attempt was the
 * task's end; a number that it has not seen tells it that the task is wanted again.
 */
function queueAnew<P extends Run>(kind: RunKind<P>, part: P, now: Date): P | undefined {
  const attempt = part.progress.attempt + 1;
  if (attempt > MOST_ATTEMPTS) return kind.breakOff(part, now, 'its builders were stopped again and again');
  const back = kind.move(part, 'lost', now) ?? part;
  return { ...back, progress: { attempt, phase: 'queued' }, host: null, address: null };
}
