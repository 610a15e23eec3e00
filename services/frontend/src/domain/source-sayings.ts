/** What the frontend says when a build's source moved. */
import { isFinalSource } from '@kopr/shared/domain';
import type { Build, House } from './build.js';
import { importOrder, queueOrder, type Saying } from './orders.js';
import type { SourcePart } from './source-part.js';
import { sourceTold, taskBegan, taskEnded } from './task-facts.js';

/** Orders and facts about the source, from before and after alone. */
export function sourceSayings(before: Build, after: Build, house: House): Saying[] {
  const [was, is] = [before.source, after.source];
  const ended = isTaskOver(is) && !isTaskOver(was);
  const told = sourceTold(after, is);
  return [
    ...orders(before, after),
    ...(is.began && !was.began ? [taskBegan(after, told, house)] : []),
    ...(ended && hadTask(is) ? [taskEnded(after, told, endOf(is), house)] : []),
  ];
}

function orders(before: Build, after: Build): Saying[] {
  const [was, is] = [before.source, after.source];
  if (is.state === 'importing' && was.state !== 'importing') return importOrder(after);
  if (is.state !== 'pending' || after.batch?.blocked) return [];
  const planned = is.task !== null && (was.task === null || before.batch?.blocked === true);
  // As of a chroot: lost attempts are the scheduler's to put back, and stopped ones ours.
  const stopped = is.progress !== was.progress && is.progress.phase === 'queued' && is.progress.attempt > 0;
  return planned || stopped ? queueOrder(is) : [];
}

/** Its task is over when its SRPM was accepted, although the import may fail, and be tried again. */
function isTaskOver({ state, manifest }: SourcePart): boolean {
  return manifest !== null || isFinalSource(state);
}

/** A task that ran, or failed before it could, has an end to tell of; one dropped while it waited has not. */
function hadTask({ began, task, state }: SourcePart): boolean {
  return began || (task !== null && state === 'failed');
}

function endOf({ manifest, state }: SourcePart): 'succeeded' | 'failed' | 'canceled' {
  if (manifest !== null) return 'succeeded';
  return state === 'failed' ? 'failed' : 'canceled';
}
