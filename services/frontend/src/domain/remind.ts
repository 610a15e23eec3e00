/** Nothing stays stuck: a part that does not move has its order said again, and fails at its deadline. */
import { isFinalChroot, isFinalSource } from '@kopr/shared/domain';
import { NO_REST, type Rest } from './alarm.js';
import type { Build, Chroot, House } from './build.js';
import { failSource, moveChroot } from './move.js';
import { importOrder, publishOrder, queueOrder, type Saying } from './orders.js';
import { chrootPatience, IDLE_LOOK, IMPORT_LIMIT, sourcePatience, whyTaskLate } from './patience.js';
import { decided, type Decision } from './sayings.js';
import { isAtDistGit } from './source-part.js';

/** The order to resolve or import the source, which the store knows how to say. */
export type SourceOrder = () => Saying;
/** Whether so many ms have passed since. */
type Late = (since: Date, ms: number) => boolean;

/**
 * What to do about a build that was not heard of: fails what is past its deadline, says the rest's orders again.
 * `distGit`: how it rested, as it does while its disk is full.
 */
export function remind(
  build: Build,
  sourceOrder: SourceOrder,
  house: House,
  scale: number,
  distGit: Rest = NO_REST,
): Decision {
  const late: Late = (since, ms) => house.now.getTime() - since.getTime() >= ms * scale;
  const failed = failChroots(failLateSource(build, house.now, late, distGit), house.now, late);
  const decision = decided(build, failed, house);
  const again = failed.chroots.flatMap((chroot) =>
    late(chroot.movedAt, chrootPatience(chroot)?.again ?? Infinity) ? chrootOrder(chroot, failed) : [],
  );
  const isDue = late(failed.source.movedAt, sourcePatience(failed)?.again ?? Infinity);
  const source = isDue ? sourceOrders(failed, sourceOrder) : [];
  return { build: decision.build, said: [...decision.said, ...source, ...again] };
}

function failLateSource(build: Build, now: Date, late: Late, distGit: Rest): Build {
  const patience = sourcePatience(build);
  // Dist-git may be heard of yet, or do better once more; a task would fare as before.
  const retriable = isAtDistGit(build.source);
  const since = retriable ? waitingSince(build.source.movedAt, distGit) : build.source.movedAt;
  if (!patience || !since || !late(since, patience.fail)) return build;
  const reason = retriable ? `the source was not imported within ${IMPORT_LIMIT}` : whyTaskLate(build.source);
  return failSource(build, now, { reason, stage: 'timeout', retriable });
}

/** While dist-git rests nothing is late, and afterwards it has all its time again. */
function waitingSince(movedAt: Date, { now, until }: Rest): Date | undefined {
  if (now) return undefined;
  return until && until > movedAt ? until : movedAt;
}

function failChroots(build: Build, now: Date, late: Late): Build {
  const chroots = build.chroots.map((chroot) => {
    const patience = chrootPatience(chroot);
    if (!patience || !late(chroot.movedAt, patience.fail)) return chroot;
    return moveChroot(chroot, 'broke', now, whyLate(chroot)) ?? chroot;
  });
  return chroots.every((chroot, i) => chroot === build.chroots[i]) ? build : { ...build, chroots };
}

function whyLate(chroot: Chroot): string {
  return chroot.phase === 'publishing' ? 'the results were not published in time' : whyTaskLate(chroot);
}

function chrootOrder(chroot: Chroot, build: Build): Saying[] {
  return chroot.phase === 'publishing' ? publishOrder(chroot, build) : queueOrder(chroot);
}

function sourceOrders(build: Build, sourceOrder: SourceOrder): Saying[] {
  const { source } = build;
  if (!isAtDistGit(source)) return queueOrder(source);
  return source.manifest === null ? [sourceOrder()] : importOrder(build);
}

/** When to look at the build next; null when it is over. Deadlines are multiples of reminders, so that is soon enough. */
export function nextLook(build: Build, now: Date, scale: number): Date | null {
  if (build.endedAt) return null;
  const rests = [sourcePatience(build), ...build.chroots.map(chrootPatience)];
  const soonest = Math.min(...rests.map((patience) => patience?.again ?? IDLE_LOOK));
  return new Date(now.getTime() + soonest * scale);
}

/** The orders of every task that a builder may still be wanted for, for a scheduler that lost its line. */
export function openTasks(build: Build): Saying[] {
  const { source, batch } = build;
  const isSourceOpen = !isFinalSource(source.state) && source.state !== 'importing' && !batch?.blocked;
  const isOpen = (chroot: Chroot) => !isFinalChroot(chroot.state) && chroot.phase === 'building';
  return [...(isSourceOpen ? queueOrder(source) : []), ...build.chroots.filter(isOpen).flatMap(queueOrder)];
}
